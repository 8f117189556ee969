import { staffActionState } from '../../server/domain/staff-action.ts'
import type { Act } from '../act.ts'
import { note } from '../parts/note.ts'
import { findAccount, isServed } from '../parts/rows.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'

export function cancelStaffAction(act: Act, input: InputOf<'cancelStaffAction'>): AnswerOf<'cancelStaffAction'> {
  const { state, rules, now } = act
  const action = state.staffActions.find(({ token }) => token === input.link)
  const account = findAccount(state, action?.accountId ?? null)
  if (!action || !account || !isServed(act, account)) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  const stands = staffActionState(action, rules, now)
  if (stands === 'CANCELLED') return { __typename: 'FlowClosed', reason: 'COMPLETED' }
  if (stands === 'DONE' || stands === 'LAPSED') return { __typename: 'FlowClosed', reason: 'EXPIRED' }
  action.cancelledAt = now
  note(act, 'STAFF_ACTION_CANCELLED', { id: action.accountId })
  return { __typename: 'StaffActionCancelled', kind: action.kind }
}
