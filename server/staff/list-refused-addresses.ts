import type { DeliveryReason } from '../domain/delivery.ts'
import { maskEmail } from '../domain/email-address.ts'
import type { InputRefused } from '../domain/refusals.ts'
import { deliveryOf } from '../domain/told-delivery.ts'
import { record } from '../flows/parts/record.ts'
import { judgeCaller, type StaffCaller, type StaffDeps } from './parts/request.ts'

export interface RefusedAddresses {
  __typename: 'RefusedAddresses'
  addresses: RefusedAddress[]
}

export interface RefusedAddress {
  agency: string
  /** The accounts whose mail goes there, as printed. */
  identifiers: string[]
  /** Masked. */
  address: string
  /** VERIFIED: the address of an open account. CHOSEN: typed in a first connection that waits for its code. */
  standing: 'VERIFIED' | 'CHOSEN'
  reason: DeliveryReason
  /** Since when. */
  at: Date
}

type ListDeps = Pick<StaffDeps, 'db' | 'clock'>

/**
 * The addresses that refuse our mail, for the service to call their owners: the verified ones whose mailbox is gone, and
 * those typed in first connections under way whose code was refused. Promise: it changes nothing, shows no address in
 * full, and who looked and why is written down. Refuses with InputRefused.
 */
export async function listRefusedAddresses(
  deps: ListDeps,
  { realm, by, reason }: StaffCaller,
): Promise<RefusedAddresses | InputRefused> {
  const { fields, why } = judgeCaller({ by, reason })
  if (fields.length > 0) return { __typename: 'InputRefused', fields }
  const now = deps.clock.now()
  const addresses = [...(await listVerified(deps, realm)), ...(await listChosen(deps, realm, now))].sort(byReason)
  await deps.db.$transaction((tx) => {
    const facts = { by, count: addresses.length }
    return record(tx, { realm, kind: 'ADDRESSES_LISTED', at: now, facts, detail: { reason: why } }, null)
  })
  return { __typename: 'RefusedAddresses', addresses }
}

/** An account still ISSUED whose owner verified the address elsewhere counts: its code goes there. */
async function listVerified({ db }: ListDeps, realm: string): Promise<RefusedAddress[]> {
  const refused = await db.credential.findMany({
    where: { emailRefusedAt: { not: null }, owner: { realm, accounts: { some: { state: { not: 'CLOSED' } } } } },
    include: {
      owner: { include: { agency: { select: { name: true } }, accounts: { orderBy: { identifierKey: 'asc' } } } },
    },
  })
  return refused.flatMap(({ id, email, emailRefusedAt: at, emailRefusedFor: reason, owner }) => {
    const open = owner.accounts.filter(({ state }) => state !== 'CLOSED')
    const own = open.filter(({ credentialId }) => credentialId === id)
    const concerned = own.length > 0 ? own : open.filter(({ credentialId }) => credentialId === null)
    if (!at || !reason || concerned.length === 0) return []
    const identifiers = concerned.map(({ identifier }) => identifier)
    return [{ agency: owner.agency.name, identifiers, address: maskEmail(email), standing: 'VERIFIED', reason, at }]
  })
}

async function listChosen({ db }: ListDeps, realm: string, now: Date): Promise<RefusedAddress[]> {
  const flows = await db.flow.findMany({
    where: {
      ...{ realm, kind: 'MIGRATION', step: 'ENTER_CODE', endedAt: null, expiresAt: { gte: now }, emailFixed: false },
      codes: { some: { message: { deliveries: { some: { status: 'REFUSED' } } } } },
    },
    include: {
      account: { include: { owner: { include: { agency: { select: { name: true } } } } } },
      codes: { include: { message: { include: { deliveries: true } } } },
    },
  })
  return flows.flatMap(({ account, codes, ...flow }) => {
    const told = deliveryOf(flow, codes, now)
    if (!account || !flow.email || told?.status !== 'REFUSED' || !told.reason) return []
    const [agency, identifiers] = [account.owner.agency.name, [account.identifier]]
    const { reason, at } = told
    return [{ agency, identifiers, address: maskEmail(flow.email), standing: 'CHOSEN', reason, at }]
  })
}

/** What a call mends best comes first. */
const order: readonly DeliveryReason[] = ['UNKNOWN', 'DOMAIN', 'CLOSED', 'FULL', 'FILTERED', 'OTHER']

function byReason(a: RefusedAddress, b: RefusedAddress): number {
  const [first = '', second = ''] = [a.identifiers[0], b.identifiers[0]]
  return (
    order.indexOf(a.reason) - order.indexOf(b.reason) || a.agency.localeCompare(b.agency) || (first < second ? -1 : 1)
  )
}
