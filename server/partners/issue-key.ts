import type { Deps, Tx } from '../deps.ts'
import type { Key, Partner } from '../generated/prisma/client.ts'
import { type PartnerFault, type PartnerRefused, refused } from './parts/faults.ts'
import { lockPartner } from './parts/find-partner.ts'
import { judgeBy } from './parts/judge-by.ts'
import { judgeKeyRequest, type TypedKey } from './parts/judge-key-request.ts'
import { newKey } from './parts/new-key.ts'
import { readAgencies } from './parts/read-agencies.ts'

export interface KeyIssued {
  __typename: 'KeyIssued'
  partner: Partner
  key: Key
  /** The key itself, shown this once. */
  secret: string
}

/**
 * Gives a partner one more key. Promise: it serves the agencies named, which are among its partner's, or all of those;
 * its text is in the answer alone. Refuses with PartnerRefused.
 */
export async function issueKey(
  deps: Pick<Deps, 'db' | 'clock' | 'random'>,
  partnerKey: string,
  typed: TypedKey,
  by: string,
): Promise<KeyIssued | PartnerRefused> {
  const now = deps.clock.now()
  const { request, faults: keyFaults } = judgeKeyRequest(typed)
  const faults = [...judgeBy(by), ...keyFaults]
  return deps.db.$transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerKey)
    if (!partner) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
    const agencies = await agenciesOf(tx, partner, typed.agencies)
    faults.push(...agencies.faults)
    if (faults.length > 0) return refused(faults)
    const made = await newKey(tx, deps, partner, { ...request, agencyIds: agencies.ids }, by, now)
    return { __typename: 'KeyIssued' as const, partner, ...made }
  })
}

/** One that exists but is not the partner's is as unknown as one that does not. */
async function agenciesOf(
  tx: Tx,
  partner: Partner,
  keys: readonly string[] | undefined,
): Promise<{ ids: string[]; faults: PartnerFault[] }> {
  if (!keys?.length) return { ids: partner.agencyIds, faults: [] }
  const foreign = await tx.agency.findMany({
    where: { key: { in: [...keys] }, id: { notIn: partner.agencyIds } },
    select: { key: true },
  })
  const { ids, faults } = await readAgencies(tx, keys)
  const strange = foreign.map(({ key }): PartnerFault => ({ field: 'agency', reason: 'UNKNOWN', word: key }))
  return { ids, faults: [...faults, ...strange] }
}
