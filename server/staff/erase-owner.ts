import type { Tx } from '../deps.ts'
import type { InputRefused } from '../domain/refusals.ts'
import { type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { counters } from '../flows/parts/counters.ts'
import { forgetTries } from '../flows/parts/forget-tries.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { record } from '../flows/parts/record.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface OwnerErased {
  __typename: 'OwnerErased'
  identifiers: string[]
  /** Events that stay, of accounts that nothing names any more. */
  events: number
}

/**
 * An owner who left asks to be forgotten (GDPR, article 17). Promise: every row that names the person, an address or an
 * account is gone in one transaction, details of events included; the events stay, under ids that lead to nobody, and
 * the chain stays whole. Refuses with InputRefused, StaffRefused OPEN while an account is not CLOSED: who is still an
 * owner needs the account, and a voice on the phone must not make one vanish (docs/decisions/0022).
 */
export async function eraseOwner(
  deps: StaffDeps,
  request: StaffRequest,
): Promise<OwnerErased | StaffRefused | InputRefused> {
  const now = deps.clock.now()
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  const { account, by, reason } = known
  const { ownerId } = account
  return deps.db.$transaction(async (tx): Promise<OwnerErased | StaffRefused> => {
    await lockOwner(tx, ownerId)
    const accounts = await tx.account.findMany({ where: { ownerId }, orderBy: { identifierKey: 'asc' } })
    if (accounts.length === 0) return staffRefused('CHANGED')
    if (accounts.some(({ state }) => state !== 'CLOSED')) return staffRefused('OPEN')
    const ids = accounts.map(({ id }) => id)
    await tx.eventDetail.deleteMany({ where: { event: { accountId: { in: ids } } } })
    await deleteRows(tx, ownerId, ids)
    for (const { id: accountId, realm } of accounts) {
      const { rules } = deps.settings
      await forgetTries(tx, deps, [
        counters.wrongCodes(realm, accountId, rules),
        counters.wrongCodesOfChanges(realm, accountId, rules),
        counters.wrongCodesInResets(realm, accountId, rules),
        counters.sendsOnAccount(realm, accountId, rules),
        counters.sendsOfChanges(realm, accountId, rules),
      ])
      await record(tx, { realm, kind: 'OWNER_ERASED', at: now, accountId, facts: { by }, detail: { reason } }, null)
    }
    const events = await tx.event.count({ where: { accountId: { in: ids } } })
    return { __typename: 'OwnerErased', identifiers: accounts.map(({ identifier }) => identifier), events }
  })
}

/**
 * In this order: nothing goes before what points at it. A forgotten password that was asked for with a wrong address, or
 * that ended in silence, is nobody's flow: its event alone tells whose.
 */
async function deleteRows(tx: Tx, ownerId: string, accountIds: readonly string[]): Promise<void> {
  const ofAccounts = { accountId: { in: [...accountIds] } }
  const begun = await tx.event.findMany({ where: { ...ofAccounts, flowId: { not: null } }, select: { flowId: true } })
  const flows = { OR: [ofAccounts, { accountId: null, id: { in: begun.flatMap(({ flowId }) => flowId ?? []) } }] }
  const messages = { OR: [ofAccounts, { code: { flow: flows } }] }
  await tx.delivery.deleteMany({ where: { message: messages } })
  await tx.message.deleteMany({ where: messages })
  await tx.code.deleteMany({ where: { flow: flows } })
  await tx.flow.deleteMany({ where: flows })
  await tx.session.deleteMany({ where: ofAccounts })
  await tx.device.deleteMany({ where: ofAccounts })
  await tx.staffAction.deleteMany({ where: ofAccounts })
  await tx.freezeLink.deleteMany({ where: { credential: { ownerId } } })
  await tx.account.deleteMany({ where: { ownerId } })
  await tx.credential.deleteMany({ where: { ownerId } })
  await tx.owner.delete({ where: { id: ownerId } })
}
