import type { Deps } from '../../deps.ts'
import type { InputRefused, NotSignedIn, SignInRefused, TooManyTries } from '../../domain/refusals.ts'
import type { Account } from '../../generated/prisma/client.ts'
import type { Admission } from '../../hasher.ts'
import type { Caller } from '../caller.ts'
import { type Proof, proveSecret } from './prove-secret.ts'

/** The session that calls, as `useSession` found it. */
export interface Session {
  id: string
  realm: string
  accountId: string
  account: Account
}

/**
 * Proves the current password of the session's account, for what only its owner may change. A wrong one counts as a
 * failed sign-in. Refuses with NotSignedIn, SignInRefused WRONG, TooManyTries, InputRefused.
 */
export async function proveSession(
  deps: Deps,
  place: Admission,
  session: Session | null,
  typed: { password: string; passwordField: string },
  caller: Caller,
  now: Date,
): Promise<Proof | NotSignedIn | SignInRefused | TooManyTries | InputRefused> {
  if (!session) return { __typename: 'NotSignedIn' }
  return proveSecret(
    deps,
    place,
    { ...typed, identifier: session.account.identifier },
    ({ state, credential }) =>
      state === 'ACTIVE' && credential ? { hash: credential.passwordHash, scheme: 'CHOSEN' } : null,
    caller,
    now,
  )
}
