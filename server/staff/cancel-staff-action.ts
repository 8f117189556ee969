import type { Deps } from '../deps.ts'
import type { FlowClosed } from '../domain/refusals.ts'
import { type StaffActionKind, staffActionKinds, staffActionState } from '../domain/staff-action.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { record } from '../flows/parts/record.ts'
import { isLinkToken, linkId } from '../link.ts'

export interface StaffActionCancelled {
  __typename: 'StaffActionCancelled'
  kind: StaffActionKind
}

/**
 * The owner's no to what the service was asked for, from the link of the notice. Promise: once cancelled it is never
 * carried out, whoever asks; the link can do nothing else. It works until the act is done, later than the notice
 * prints. Refuses with FlowClosed UNKNOWN, EXPIRED (done, or lapsed) or COMPLETED (cancelled before).
 */
export async function cancelStaffAction(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'settings'>,
  input: { link: string },
): Promise<StaffActionCancelled | FlowClosed> {
  const now = deps.clock.now()
  const id = linkId(input.link)
  const found = id && (await deps.db.staffAction.findUnique({ where: { id }, include: { account: true } }))
  const kind = found && staffActionKinds.find((known) => known === found.kind)
  if (!found || !kind || !isLinkToken(deps.keys, 'staff action', found, input.link)) return closed('UNKNOWN')
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, found.account.ownerId)
    const action = await tx.staffAction.findUniqueOrThrow({ where: { id: found.id } })
    const state = staffActionState(action, deps.settings.rules, now)
    if (state === 'CANCELLED') return closed('COMPLETED')
    if (state === 'DONE' || state === 'LAPSED') return closed('EXPIRED')
    await tx.staffAction.update({ where: { id: action.id }, data: { cancelledAt: now } })
    const { realm, accountId } = action
    const facts = { kind, action: action.id }
    await record(tx, { realm, kind: 'STAFF_ACTION_CANCELLED', at: now, accountId, facts })
    return { __typename: 'StaffActionCancelled', kind }
  })
}

const closed = (reason: FlowClosed['reason']): FlowClosed => ({ __typename: 'FlowClosed', reason })
