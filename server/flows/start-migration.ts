import type { Deps } from '../deps.ts'
import type { Busy, InputRefused, SignInRefused, TooManyTries } from '../domain/refusals.ts'
import type { Account } from '../generated/prisma/client.ts'
import type { StoredSecret } from '../hasher.ts'
import type { Caller } from './caller.ts'
import { admitted } from './parts/admit.ts'
import { beginMigration, type MigrationStarted } from './parts/begin-migration.ts'
import { proveSecret } from './parts/prove-secret.ts'

/**
 * Opens (or resumes, with the handle held) the migration of an account still on its issued password. Promise: the
 * issued password opens a migration and nothing else; any other account's secret is answered as a wrong one.
 * Refuses with SignInRefused WRONG or ISSUED_EXPIRED, TooManyTries, InputRefused, Busy.
 */
export async function startMigration(
  deps: Deps,
  input: { identifier: string; issuedPassword: string; flow: string | null },
  caller: Caller,
): Promise<MigrationStarted | SignInRefused | TooManyTries | InputRefused | Busy> {
  const now = deps.clock.now()
  const typed = { identifier: input.identifier, password: input.issuedPassword, passwordField: 'issuedPassword' }
  const proof = await admitted(deps, (place) => proveSecret(deps, place, typed, issuedSecretOf, caller, now))
  if ('__typename' in proof) return proof
  return deps.db.$transaction((tx) => beginMigration(tx, deps, proof, input.flow, caller, now))
}

function issuedSecretOf(account: Account): StoredSecret | null {
  const { state, issuedHash: hash, issuedScheme: scheme } = account
  return state === 'ISSUED' && hash && scheme ? { hash, scheme } : null
}
