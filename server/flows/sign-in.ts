import type { Deps } from '../deps.ts'
import type { Busy, InputRefused, SignInRefused, TooManyTries } from '../domain/refusals.ts'
import type { Account } from '../generated/prisma/client.ts'
import type { StoredSecret } from '../hasher.ts'
import type { Caller } from './caller.ts'
import { admitted } from './parts/admit.ts'
import { beginMigration, type MigrationStarted } from './parts/begin-migration.ts'
import { takeBack } from './parts/count.ts'
import { openProvedSession } from './parts/open-proved-session.ts'
import { type AccountWithSecret, proveSecret } from './parts/prove-secret.ts'
import { refreshHash } from './parts/refresh-hash.ts'

export interface SignedIn {
  __typename: 'SignedIn'
  token: string
  account: Account
}

/**
 * Opens a session with an account's own password, or a migration with its issued one: the site's single form costs
 * one hash. Promise: nobody learns from it whether an identifier exists, is migrated, closed or frozen without
 * knowing its secret. Refuses with SignInRefused, TooManyTries, InputRefused, Busy.
 */
export async function signIn(
  deps: Deps,
  input: { identifier: string; password: string; flow: string | null },
  caller: Caller,
): Promise<SignedIn | MigrationStarted | SignInRefused | TooManyTries | InputRefused | Busy> {
  const now = deps.clock.now()
  const typed = { ...input, passwordField: 'password' }
  const proof = await admitted(deps, (place) => proveSecret(deps, place, typed, secretOf, caller, now))
  if ('__typename' in proof) return proof
  const { account } = proof
  if (account.state === 'ISSUED')
    return deps.db.$transaction((tx) => beginMigration(tx, deps, proof, input.flow, caller, now))
  if (account.state === 'FROZEN') {
    await takeBack(deps.db, deps, proof.counted, now)
    return refused('FROZEN')
  }
  const token = await openProvedSession(deps, proof, caller, now)
  if (!token) return refused('WRONG')
  refreshHash(deps, proof.hash, input.password).catch((error) => deps.log.error({ err: error }, 'rehash failed'))
  return { __typename: 'SignedIn', token, account }
}

/** A closed account has no secret any more; a frozen one keeps its own, so that only its owner learns that it is. */
function secretOf(account: AccountWithSecret): StoredSecret | null {
  if (account.state === 'CLOSED') return null
  if (account.credential) return { hash: account.credential.passwordHash, scheme: 'CHOSEN' }
  return account.issuedHash && account.issuedScheme ? { hash: account.issuedHash, scheme: account.issuedScheme } : null
}

const refused = (reason: SignInRefused['reason']): SignInRefused => ({
  __typename: 'SignInRefused',
  reason,
  triesLeft: null,
  expiredAt: null,
})
