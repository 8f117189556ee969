import type { Act } from '../act.ts'
import { beginMigration } from '../parts/begin-migration.ts'
import { proveSecret } from '../parts/prove-secret.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'

export function startMigration(act: Act, input: InputOf<'startMigration'>): AnswerOf<'startMigration'> {
  const { identifier, issuedPassword: password, flow = null } = input
  const typed = { identifier, password, passwordField: 'issuedPassword' }
  const account = proveSecret(act, typed, { own: false, issued: true })
  return '__typename' in account ? account : beginMigration(act, account, flow)
}
