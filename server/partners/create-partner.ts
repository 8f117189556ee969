import type { Deps } from '../deps.ts'
import { record } from '../flows/parts/record.ts'
import type { Key, Partner } from '../generated/prisma/client.ts'
import { type PartnerFault, type PartnerRefused, refused } from './parts/faults.ts'
import { judgeBy } from './parts/judge-by.ts'
import { judgeContact } from './parts/judge-contact.ts'
import { judgeKeyRequest, type TypedKey } from './parts/judge-key-request.ts'
import { newKey } from './parts/new-key.ts'
import { readAgencies } from './parts/read-agencies.ts'

export interface PartnerCreated {
  __typename: 'PartnerCreated'
  partner: Partner
  key: Key
  /** The key itself, shown this once. */
  secret: string
}

export interface TypedPartner extends TypedKey {
  name?: string
  contact?: string
}

const longestName = 60

/**
 * Registers a partner with its first key. Promise: every word is judged before anything is written; the key's text is in
 * the answer alone. Its agencies are those given, and no others are ever served. Refuses with PartnerRefused.
 */
export async function createPartner(
  deps: Pick<Deps, 'db' | 'clock' | 'random'>,
  partnerKey: string,
  typed: TypedPartner,
  by: string,
): Promise<PartnerCreated | PartnerRefused> {
  const now = deps.clock.now()
  const { request, faults: keyFaults } = judgeKeyRequest(typed)
  const faults: PartnerFault[] = [...judgeBy(by), ...keyFaults]
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(partnerKey) || partnerKey.length > 40) {
    faults.push({ field: 'partner', reason: 'MALFORMED' })
  }
  const name = (typed.name ?? '').normalize('NFC').replace(/ +/g, ' ').trim()
  if (name === '') faults.push({ field: 'name', reason: 'REQUIRED' })
  else if ([...name].length > longestName) faults.push({ field: 'name', reason: 'TOO_LONG' })
  // Mails and pages say it: no line break, no mark that cannot be seen.
  else if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>]/u.test(name)) faults.push({ field: 'name', reason: 'MALFORMED' })
  const contact = judgeContact(typed.contact)
  if ('fault' in contact) faults.push(contact.fault)

  return deps.db.$transaction(async (tx) => {
    const agencies = await readAgencies(tx, typed.agencies ?? [])
    faults.push(...agencies.faults)
    if (agencies.ids.length === 0 && agencies.faults.length === 0) faults.push({ field: 'agency', reason: 'REQUIRED' })
    const taken = await tx.partner.count({ where: { key: partnerKey } })
    if (taken > 0) faults.push({ field: 'partner', reason: 'TAKEN' })
    if (faults.length > 0 || 'fault' in contact) return refused(faults)
    const agencyIds = agencies.ids
    const partner = await tx.partner.create({
      data: { key: partnerKey, name, contactEmail: contact.address, agencyIds, createdAt: now },
    })
    await record(tx, { realm: 'live', kind: 'PARTNER_CREATED', at: now, facts: { partner: partner.id, by } }, null)
    const made = await newKey(tx, deps, partner, { ...request, agencyIds }, by, now)
    return { __typename: 'PartnerCreated' as const, partner, ...made }
  })
}
