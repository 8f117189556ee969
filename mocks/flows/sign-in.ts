import type { Act } from '../act.ts'
import { beginMigration } from '../parts/begin-migration.ts'
import { note } from '../parts/note.ts'
import { proveSecret } from '../parts/prove-secret.ts'
import { openSession } from '../parts/sessions.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import { accountView } from '../views.ts'

export function signIn(act: Act, input: InputOf<'signIn'>): AnswerOf<'signIn'> {
  const account = proveSecret(act, { ...input, passwordField: 'password' }, { own: true, issued: true })
  if ('__typename' in account) return account
  if (account.state === 'ISSUED') return beginMigration(act, account, input.flow ?? null)
  if (account.state === 'FROZEN') {
    return { __typename: 'SignInRefused', reason: 'FROZEN', triesLeft: null, expiredAt: null }
  }
  note(act, 'SIGNED_IN', account)
  return { __typename: 'SignedIn', token: openSession(act, account), account: accountView(account) }
}
