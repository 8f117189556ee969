import type { Act } from '../act.ts'
import { endFlows } from '../parts/endings.ts'
import { note } from '../parts/note.ts'
import { findAccount, sharing } from '../parts/rows.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'

export function endSession(act: Act, input: InputOf<'endSession'>): AnswerOf<'endSession'> {
  const { state, session, now } = act
  const account = session && findAccount(state, session.accountId)
  if (!session || !account?.credentialId) return { __typename: 'NotSignedIn' }
  const accountIds = sharing(state, account.credentialId).map(({ id }) => id)
  const chosen = state.sessions.filter(
    (one) =>
      accountIds.includes(one.accountId) &&
      !one.endedAt &&
      (input.session == null ? one.id !== session.id : one.id === input.session),
  )
  for (const one of chosen) one.endedAt = now
  const emailChanges = chosen.length > 0 ? endFlows(act, accountIds, ['EMAIL_CHANGE']) : 0
  note(act, 'SESSION_ENDED', account)
  return { __typename: 'SessionsEnded', count: chosen.length, emailChangeEnded: emailChanges > 0 }
}
