import type { Deps } from '../deps.ts'
import { record } from '../flows/parts/record.ts'
import type { Partner } from '../generated/prisma/client.ts'
import { endServed } from './parts/end-served.ts'
import { type PartnerFault, type PartnerRefused, refused } from './parts/faults.ts'
import { lockPartner } from './parts/find-partner.ts'
import { judgeBy } from './parts/judge-by.ts'
import { readAgencies } from './parts/read-agencies.ts'

export interface AgenciesChanged {
  __typename: 'AgenciesChanged'
  partner: Partner
  /** Keys of the agencies that it serves now. */
  agencies: string[]
  /** How many open flows and sessions of owners of agencies taken from it ended. */
  flows: number
  sessions: number
}

/**
 * Entrusts agencies to a partner, or takes some from it. Promise: of one that is taken, no owner is found any more by any of
 * its keys, and every flow and session that it had there is over with this transaction. One that is added is served by
 * keys that name it (`issueKey`), since a key says what it opens. The last one is not taken: revoking keys says that
 * better. Refuses with PartnerRefused.
 */
export async function changeAgencies(
  deps: Pick<Deps, 'db' | 'clock'>,
  partnerKey: string,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
  by: string,
): Promise<AgenciesChanged | PartnerRefused> {
  const now = deps.clock.now()
  const faults: PartnerFault[] = judgeBy(by)
  if (add.length + remove.length === 0) faults.push({ field: 'agency', reason: 'REQUIRED' })
  return deps.db.$transaction(async (tx) => {
    const found = await lockPartner(tx, partnerKey)
    if (!found) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
    const added = await readAgencies(tx, add)
    const taken = await tx.agency.findMany({ where: { key: { in: [...remove] }, id: { in: found.agencyIds } } })
    const strange = remove.filter((key) => !taken.some((agency) => agency.key === key))
    faults.push(...added.faults, ...strange.map((word): PartnerFault => ({ field: 'agency', reason: 'UNKNOWN', word })))
    const takenIds = taken.map(({ id }) => id)
    const agencyIds = [...new Set([...found.agencyIds, ...added.ids])].filter((id) => !takenIds.includes(id))
    if (agencyIds.length === 0) faults.push({ field: 'agency', reason: 'LAST' })
    if (faults.length > 0) return refused(faults)
    const partner = await tx.partner.update({ where: { id: found.id }, data: { agencyIds } })
    // Given back some day, an agency is not served by keys that were issued for it before.
    await tx.$executeRaw`
      UPDATE "Key" SET "agencyIds" = ARRAY(SELECT unnest("agencyIds") EXCEPT SELECT unnest(${takenIds}::uuid[]))
      WHERE "partnerId" = ${partner.id}::uuid AND "agencyIds" && ${takenIds}::uuid[]`
    const ended = await endServed(tx, { partnerId: partner.id, agencyIds: takenIds }, now)
    const facts = { act: 'AGENCIES', partner: partner.id, added: added.ids.length, taken: takenIds.length, by }
    await record(tx, { realm: 'live', kind: 'PARTNER_CHANGED', at: now, facts }, null)
    const agencies = await tx.agency.findMany({ where: { id: { in: agencyIds } }, orderBy: { key: 'asc' } })
    return { __typename: 'AgenciesChanged' as const, partner, agencies: agencies.map(({ key }) => key), ...ended }
  })
}
