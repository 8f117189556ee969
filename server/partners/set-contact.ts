import type { Deps } from '../deps.ts'
import { record } from '../flows/parts/record.ts'
import type { Partner } from '../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { lockPartner } from './parts/find-partner.ts'
import { judgeBy } from './parts/judge-by.ts'
import { judgeContact } from './parts/judge-contact.ts'

export interface ContactSet {
  __typename: 'ContactSet'
  partner: Partner
}

/**
 * Where a partner is told from now on what its people must mend; what was mailed before goes where it went. The address is in
 * no event: who changed it is. Refuses with PartnerRefused.
 */
export async function setContact(
  deps: Pick<Deps, 'db' | 'clock'>,
  partnerKey: string,
  typed: string | undefined,
  by: string,
): Promise<ContactSet | PartnerRefused> {
  const now = deps.clock.now()
  const faults = judgeBy(by)
  const contact = judgeContact(typed)
  if ('fault' in contact) faults.push(contact.fault)
  return deps.db.$transaction(async (tx) => {
    const found = await lockPartner(tx, partnerKey)
    if (!found) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
    if ('fault' in contact || faults.length > 0) return refused(faults)
    const partner = await tx.partner.update({ where: { id: found.id }, data: { contactEmail: contact.address } })
    const facts = { act: 'CONTACT', partner: partner.id, by }
    await record(tx, { realm: 'live', kind: 'PARTNER_CHANGED', at: now, facts }, null)
    return { __typename: 'ContactSet' as const, partner }
  })
}
