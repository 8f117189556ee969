import type { Act } from '../act.ts'
import { newSecret } from '../parts/new-secret.ts'
import { note } from '../parts/note.ts'
import { proveSession } from '../parts/prove-secret.ts'
import { replacePassword } from '../parts/replace-password.ts'
import { credentialOf, found, sharing } from '../parts/rows.ts'
import { openSession } from '../parts/sessions.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import { accountView } from '../views.ts'

export function changePassword(act: Act, input: InputOf<'changePassword'>): AnswerOf<'changePassword'> {
  const account = proveSession(act, input.currentPassword, 'currentPassword')
  if ('__typename' in account) return account
  const credential = found(credentialOf(act.state, account))
  const shared = sharing(act.state, credential.id)
  const known = { email: credential.email, current: credential.password }
  const secret = newSecret(act, input, [account, ...shared.filter((one) => one !== account)], known)
  if ('__typename' in secret) return secret
  replacePassword(act, account, credential, secret.password)
  note(act, 'PASSWORD_CHANGED', account, sharing(act.state, account.credentialId))
  const accounts = shared.filter((one) => one === account || one.state === 'ACTIVE').map(accountView)
  return { __typename: 'PasswordChanged', accounts, token: openSession(act, account) }
}
