import type { Deps } from '../deps.ts'
import type { FlowClosed } from '../domain/refusals.ts'
import { type StaffActionKind, staffActionKinds, staffActionState } from '../domain/staff-action.ts'
import type { Caller } from '../flows/caller.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { record } from '../flows/parts/record.ts'
import { reaches } from '../flows/parts/served.ts'
import { isLinkToken, linkId } from '../link.ts'
import { readLostAddress } from './parts/lost-address.ts'

export interface StaffActionCancelled {
  __typename: 'StaffActionCancelled'
  kind: StaffActionKind
}

/**
 * The owner's no to what the service was asked for, from the link of the notice. Promise: once cancelled it is never
 * carried out, whoever asks; the link can do nothing else. It works until the act is done, later than the notice
 * prints. The link of a request that a newer one replaced says no to the newer: what its owner refuses is the deed. On an
 * account that the service froze nothing is cancelled from a mailbox, which may be what was wrong with it: by phone.
 * Refuses with FlowClosed UNKNOWN, EXPIRED (done, lapsed, or to be said by phone) or COMPLETED (cancelled before).
 */
export async function cancelStaffAction(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'settings'>,
  input: { link: string },
  caller: Caller,
): Promise<StaffActionCancelled | FlowClosed> {
  const now = deps.clock.now()
  const id = linkId(input.link)
  const found =
    id && (await deps.db.staffAction.findUnique({ where: { id }, include: { account: { include: { owner: true } } } }))
  const kind = found && staffActionKinds.find((known) => known === found.kind)
  if (!found || !kind || !isLinkToken(deps.keys, 'staff action', found, input.link)) return closed('UNKNOWN')
  if (!reaches(caller, found.account.owner)) return closed('UNKNOWN')
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, found.account.ownerId)
    const named = await tx.staffAction.findUnique({ where: { id: found.id } })
    if (!named) return closed('UNKNOWN')
    const { ownerId, id: accountId } = found.account
    // An address is every account's that it guards: the request may have been repeated on another one of them.
    const subject = kind === 'DETACH_EMAIL' ? { account: { ownerId } } : { accountId }
    const alike = await tx.staffAction.findMany({ where: { ...subject, kind, doneAt: null, cancelledAt: null } })
    const open = alike.filter((one) => ['WAITING', 'READY'].includes(staffActionState(one, deps.settings.rules, now)))
    if (open.length === 0) return closed(named.cancelledAt ? 'COMPLETED' : 'EXPIRED')
    const { frozenByService } = await readLostAddress(tx, deps, found.account, now)
    if (named.doneAt || frozenByService) return closed('EXPIRED')
    for (const { id: action, realm, accountId } of open) {
      await tx.staffAction.update({ where: { id: action }, data: { cancelledAt: now } })
      await record(tx, { realm, kind: 'STAFF_ACTION_CANCELLED', at: now, accountId, facts: { kind, action } }, caller)
    }
    return { __typename: 'StaffActionCancelled', kind }
  })
}

const closed = (reason: FlowClosed['reason']): FlowClosed => ({ __typename: 'FlowClosed', reason })
