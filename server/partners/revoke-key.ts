import type { Deps } from '../deps.ts'
import { record } from '../flows/parts/record.ts'
import type { Key, Partner } from '../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { lockPartner } from './parts/find-partner.ts'
import { judgeBy } from './parts/judge-by.ts'

export interface KeysRevoked {
  __typename: 'KeysRevoked'
  partner: Partner
  keys: Key[]
  /** How many open flows and sessions of owners ended with them. */
  flows: number
  sessions: number
}

/**
 * Revokes one key of a partner, or all of them (`prefix` null). Promise: from this instant it opens nothing, and every
 * flow and session that was made with it is over: whoever stole it has nothing left. Refuses with PartnerRefused.
 */
export async function revokeKey(
  deps: Pick<Deps, 'db' | 'clock'>,
  partnerKey: string,
  prefix: string | null,
  by: string,
): Promise<KeysRevoked | PartnerRefused> {
  const now = deps.clock.now()
  const faults = judgeBy(by)
  return deps.db.$transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerKey)
    if (!partner) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
    const named = prefix === null ? {} : { prefix: prefix.replace(/…$/, '') }
    const keys = await tx.key.findMany({ where: { partnerId: partner.id, revokedAt: null, ...named } })
    if (keys.length === 0) faults.push({ field: 'key', reason: 'UNKNOWN', word: prefix ?? '' })
    if (faults.length > 0) return refused(faults)
    const ids = keys.map(({ id }) => id)
    await tx.key.updateMany({ where: { id: { in: ids } }, data: { revokedAt: now } })
    const made = { keyId: { in: ids }, endedAt: null }
    const sessions = await tx.session.updateMany({ where: made, data: { endedAt: now } })
    const flows = await tx.flow.updateMany({ where: made, data: { endedAt: now, end: 'SUPERSEDED' } })
    for (const key of ids) {
      const facts = { partner: partner.id, key, by }
      await record(tx, { realm: 'live', kind: 'KEY_REVOKED', at: now, facts }, null)
    }
    return { __typename: 'KeysRevoked' as const, partner, keys, flows: flows.count, sessions: sessions.count }
  })
}
