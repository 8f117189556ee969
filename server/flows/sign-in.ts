import type { Deps } from '../deps.ts'
import type { Busy, InputRefused, SignInRefused, TooManyTries } from '../domain/refusals.ts'
import type { Account, Credential } from '../generated/prisma/client.ts'
import type { StoredSecret } from '../hasher.ts'
import type { Caller } from './caller.ts'
import { beginMigration, type MigrationStarted } from './parts/begin-migration.ts'
import { takeBack } from './parts/count.ts'
import { lockOwner } from './parts/lock.ts'
import { openSession } from './parts/open-session.ts'
import { proveSecret } from './parts/prove-secret.ts'
import { record } from './parts/record.ts'
import { refreshHash } from './parts/refresh-hash.ts'

export interface SignedIn {
  __typename: 'SignedIn'
  token: string
  accountId: string
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
  const proof = await proveSecret(deps, { ...input, passwordField: 'password' }, secretOf, caller, now)
  if ('__typename' in proof) return proof
  const result = await deps.db.$transaction(async (tx): Promise<SignedIn | MigrationStarted | SignInRefused> => {
    if (proof.account.state === 'ISSUED') return beginMigration(tx, deps, proof, input.flow, now)
    await lockOwner(tx, proof.account.ownerId)
    const account = await tx.account.findUniqueOrThrow({
      where: { id: proof.account.id },
      include: { credential: { select: { passwordHash: true } } },
    })
    if (secretOf(account)?.hash !== proof.hash) return refused('WRONG')
    await takeBack(tx, deps, proof.counted, now)
    if (account.state === 'FROZEN') return refused('FROZEN')
    const token = await openSession(tx, deps, account, caller, now)
    await record(tx, { realm: account.realm, kind: 'SIGNED_IN', at: now, accountId: account.id })
    return { __typename: 'SignedIn', token, accountId: account.id }
  })
  if (result.__typename === 'SignedIn') {
    refreshHash(deps, proof.hash, input.password).catch((error) => deps.log.error({ err: error }, 'rehash failed'))
  }
  return result
}

/** A closed account has no secret any more; a frozen one keeps its own, so that only its owner learns that it is. */
function secretOf(account: Account & { credential: Pick<Credential, 'passwordHash'> | null }): StoredSecret | null {
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
