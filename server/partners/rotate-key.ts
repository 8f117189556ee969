import type { Deps } from '../deps.ts'
import { record } from '../flows/parts/record.ts'
import type { Key, Partner } from '../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { lockPartner } from './parts/find-partner.ts'
import { judgeBy } from './parts/judge-by.ts'
import { newKey } from './parts/new-key.ts'

export interface KeyRotated {
  __typename: 'KeyRotated'
  partner: Partner
  key: Key
  /** The key itself, shown this once. */
  secret: string
  /** The one that it takes the place of, and until when that still works. */
  replaced: Key
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const longestOverlapHours = 24 * 30

/**
 * Gives a partner a key in place of another, of the same kind, scopes, agencies, networks and origins, and the same
 * length of life. Promise: the old one works `overlap` hours more and no longer (never past its own end), so that every
 * server gets the new one in time; owners who are at work notice nothing. Refuses with PartnerRefused.
 */
export async function rotateKey(
  deps: Pick<Deps, 'db' | 'clock' | 'random'>,
  partnerKey: string,
  prefix: string,
  overlap: string | undefined,
  by: string,
): Promise<KeyRotated | PartnerRefused> {
  const now = deps.clock.now()
  const faults = judgeBy(by)
  const hours = /^\d{1,3}$/.test(overlap ?? '24') ? Number(overlap ?? '24') : Number.NaN
  if (!(hours <= longestOverlapHours)) faults.push({ field: 'overlap', reason: 'MALFORMED' })
  return deps.db.$transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerKey)
    if (!partner) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
    const old = await tx.key.findUnique({ where: { prefix: prefix.replace(/…$/, ''), partnerId: partner.id } })
    // A key that is over has nothing to hand on: what it was for was ended.
    if (!old || old.revokedAt || (old.expiresAt && old.expiresAt <= now)) {
      faults.push({ field: 'key', reason: 'UNKNOWN', word: prefix })
    }
    if (!old || faults.length > 0) return refused(faults)
    const life = old.expiresAt ? old.expiresAt.getTime() - old.createdAt.getTime() : 365 * dayMs
    const made = await newKey(tx, deps, partner, { ...old, days: Math.round(life / dayMs) }, by, now)
    const end = now.getTime() + hours * hourMs
    const expiresAt = new Date(Math.min(end, old.expiresAt?.getTime() ?? end))
    const replaced = await tx.key.update({ where: { id: old.id }, data: { expiresAt } })
    const facts = { partner: partner.id, key: old.id, newKey: made.key.id, hours, by }
    await record(tx, { realm: 'live', kind: 'KEY_ROTATED', at: now, facts }, null)
    return { __typename: 'KeyRotated' as const, partner, replaced, ...made }
  })
}
