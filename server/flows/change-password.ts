import type { Deps } from '../deps.ts'
import type {
  Busy,
  InputRefused,
  NotSignedIn,
  PasswordRefused,
  SignInRefused,
  TooManyTries,
} from '../domain/refusals.ts'
import type { Admission } from '../hasher.ts'
import type { Caller } from './caller.ts'
import { admitted } from './parts/admit.ts'
import { takeBack } from './parts/count.ts'
import { lockOwner } from './parts/lock.ts'
import { newSecret } from './parts/new-secret.ts'
import { openSession } from './parts/open-session.ts'
import { proveSession, type Session } from './parts/prove-session.ts'
import { readCredential, stillProved } from './parts/read-credential.ts'
import { replacePassword } from './parts/replace-password.ts'

export interface PasswordChanged {
  __typename: 'PasswordChanged'
  accountIds: string[]
  token: string
}

/**
 * Replaces the password of the session's credential, hence of every account that shares it. Promise: only with the
 * current one; every session of these accounts ends, the caller's too (it gets a new token), and the owner is told by
 * mail. Refuses with NotSignedIn, SignInRefused WRONG, PasswordRefused, TooManyTries, InputRefused, Busy.
 */
export async function changePassword(
  deps: Deps,
  session: Session | null,
  input: { currentPassword: string; password: string; confirmation: string },
  caller: Caller,
): Promise<PasswordChanged | NotSignedIn | SignInRefused | PasswordRefused | TooManyTries | InputRefused | Busy> {
  return admitted(deps, (place) => change(deps, place, session, input, caller))
}

async function change(
  deps: Deps,
  place: Admission,
  session: Session | null,
  input: { currentPassword: string; password: string; confirmation: string },
  caller: Caller,
): Promise<PasswordChanged | NotSignedIn | SignInRefused | PasswordRefused | TooManyTries | InputRefused> {
  const now = deps.clock.now()
  const typed = { password: input.currentPassword, passwordField: 'currentPassword' }
  const proof = await proveSession(deps, place, session, typed, caller, now)
  if ('__typename' in proof) return proof
  await takeBack(deps.db, deps, proof.counted, now)
  const credential = await readCredential(deps.db, proof.account.id)
  if (!credential) return { __typename: 'NotSignedIn' }
  const secret = await newSecret(deps, place, input, { ...credential, currentHash: proof.hash })
  if ('__typename' in secret) return secret

  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, proof.account.ownerId)
    const account = await stillProved(tx, session, proof)
    if (!account) return { __typename: 'NotSignedIn' }
    await replacePassword(tx, deps, { credential, account, event: 'PASSWORD_CHANGED', ...secret }, caller, now)
    const sharing = credential.accounts.filter(({ state, id }) => state === 'ACTIVE' && id !== account.id)
    const token = await openSession(tx, deps, account, caller, now)
    return { __typename: 'PasswordChanged', accountIds: [account.id, ...sharing.map(({ id }) => id)], token }
  })
}
