import { identifierKey } from '../../server/domain/identifier.ts'
import { normalIssuedPassword } from '../../server/domain/issued-password.ts'
import { clientNetwork } from '../../server/domain/network.ts'
import { canonicalPassword } from '../../server/domain/password.ts'
import type { InputRefused, NotSignedIn, SignInRefused, TooManyTries } from '../../server/domain/refusals.ts'
import { judgeSignIns, judgeTries } from '../../server/domain/tries.ts'
import { judgeTypedSecret, wrongSecret } from '../../server/domain/typed-secret.ts'
import type { Act } from '../act.ts'
import type { Account } from '../state.ts'
import { count, countedAt, type Subject } from './count.ts'
import { note } from './note.ts'
import { credentialOf, found, isServed } from './rows.ts'

type Refused = InputRefused | TooManyTries | SignInRefused

/** Proves an identifier and its secret, counting what fails. `own`: an own password serves; `issued`: an issued one. */
export function proveSecret(
  act: Act,
  typed: { identifier: string; password: string; passwordField: string },
  serves: { own: boolean; issued: boolean },
): Account | Refused {
  const key = identifierKey(typed.identifier)
  const fields = judgeTypedSecret(typed, key)
  if (!key || fields.length > 0) return { __typename: 'InputRefused', fields }

  const { state, rules, now, caller } = act
  const near: Subject = `SIGN_IN_NETWORK ${key} ${clientNetwork(caller.clientAddress)}`
  const wide: Subject = `SIGN_IN_IDENTIFIER ${key}`
  const failures = countedAt(act, near)
  const nearby = judgeSignIns(failures, rules, now)
  const everywhere = judgeTries(countedAt(act, wide), rules.signInPerIdentifier, now)
  if (nearby.retryAt || everywhere.retryAt) {
    const retryAt = Math.max(nearby.retryAt?.getTime() ?? 0, everywhere.retryAt?.getTime() ?? 0)
    return { __typename: 'TooManyTries', retryAt: new Date(retryAt) }
  }
  const account = state.accounts.find((one) => one.identifierKey === key && isServed(act, one))
  if (account && isSecretOf(act, account, typed.password, serves)) return account
  count(act, near, wide)
  if (account) note(act, 'SIGN_IN_FAILED', account)
  return wrongSecret(failures.length + 1, nearby.left - 1)
}

/** The same for what only the session's owner may do: a wrong current password counts as a failed sign-in. */
export function proveSession(act: Act, password: string, passwordField: string): Account | NotSignedIn | Refused {
  const { session, state } = act
  if (!session) return { __typename: 'NotSignedIn' }
  const { identifier } = found(state.accounts.find(({ id }) => id === session.accountId))
  return proveSecret(act, { identifier, password, passwordField }, { own: true, issued: false })
}

function isSecretOf(
  { state }: Act,
  account: Account,
  typed: string,
  serves: { own: boolean; issued: boolean },
): boolean {
  if (account.state === 'CLOSED') return false
  const credential = credentialOf(state, account)
  if (credential) return serves.own && credential.password === canonicalPassword(typed)
  return serves.issued && account.issuedPassword === normalIssuedPassword(typed)
}
