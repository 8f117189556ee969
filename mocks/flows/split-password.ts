import type { Act } from '../act.ts'
import { endFlows, endSessions } from '../parts/endings.ts'
import { notify } from '../parts/mail.ts'
import { newSecret } from '../parts/new-secret.ts'
import { note } from '../parts/note.ts'
import { proveSession } from '../parts/prove-secret.ts'
import { credentialOf, found, newId, sharing } from '../parts/rows.ts'
import { openSession } from '../parts/sessions.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import { accountView } from '../views.ts'

export function splitPassword(act: Act, input: InputOf<'splitPassword'>): AnswerOf<'splitPassword'> {
  const { state, now } = act
  const own = proveSession(act, input.currentPassword, 'currentPassword')
  if ('__typename' in own) return own
  const shared = found(credentialOf(state, own))
  const open = sharing(state, shared.id).filter((one) => one.state === 'ACTIVE')
  const chosen = open.find(({ id }) => id === input.account)
  if (!chosen || open.length < 2) {
    return { __typename: 'InputRefused', fields: [{ field: 'account', reason: 'UNKNOWN' }] }
  }
  const secret = newSecret(act, input, [chosen], { email: shared.email, current: shared.password })
  if ('__typename' in secret) return secret
  endFlows(act, [chosen.id], ['RESET', 'EMAIL_CHANGE'])
  const credential = { ...shared, ...secret, id: newId(state, 'credential'), passwordChangedAt: now, formerEmails: [] }
  state.credentials.push(credential)
  chosen.credentialId = credential.id
  endSessions(act, [chosen.id])
  note(act, 'PASSWORD_SPLIT', chosen)
  notify(act, 'PASSWORD_CHANGED', chosen, credential)
  const token = chosen === own ? openSession(act, own) : null
  return { __typename: 'PasswordSplit', account: accountView(chosen), token }
}
