import type { Deps } from '../../deps.ts'
import { identifierKey } from '../../domain/identifier.ts'
import { clientNetwork } from '../../domain/network.ts'
import type { InputRefused, SignInRefused, TooManyTries } from '../../domain/refusals.ts'
import { judgeSignIns, judgeTries } from '../../domain/tries.ts'
import { judgeTypedSecret, wrongSecret } from '../../domain/typed-secret.ts'
import type { Account } from '../../generated/prisma/client.ts'
import type { Admission, StoredSecret } from '../../hasher.ts'
import type { Caller } from '../caller.ts'
import { countAhead, takeBack } from './count.ts'
import { type Counter, counters } from './counters.ts'
import { findDevice } from './known-device.ts'
import { recordFailedTry } from './record-failed-try.ts'
import { servedBy } from './served.ts'

export type AccountWithSecret = Account & { credential: { passwordHash: string } | null }

/** An account whose secret was typed right, and the counters whose try is taken back when that is acted on. */
export interface Proof {
  account: Account
  /** The hash that was proved: a use-case checks under its lock that the account still has it. */
  hash: string
  counted: [Counter, Counter]
}

/**
 * Proves an identifier and its secret: count, then one hash, whoever it is (security.md rules 2, 6, 10). Known,
 * unknown, closed or frozen: one argon2 and the same refusal. While waiting even the right one is refused, unhashed.
 * A known device counts in a bucket of its own. Refuses with InputRefused, TooManyTries, SignInRefused WRONG.
 */
export async function proveSecret(
  deps: Deps,
  place: Admission,
  typed: { identifier: string; password: string; passwordField: string },
  secretOf: (account: AccountWithSecret) => StoredSecret | null,
  caller: Caller,
  now: Date,
): Promise<Proof | InputRefused | TooManyTries | SignInRefused> {
  const key = identifierKey(typed.identifier)
  const faults = judgeTypedSecret(typed, key)
  if (!key || faults.length > 0) return { __typename: 'InputRefused', fields: faults }

  const { rules } = deps.settings
  const { realm } = caller
  const device = await findDevice(deps.db, caller, key, now)
  const counted: [Counter, Counter] = device
    ? [counters.signInsFromDevice(realm, key, device, rules), counters.signInsFromDevices(realm, key, rules)]
    : [
        counters.signInsFromNetwork(realm, key, clientNetwork(caller.clientAddress), rules),
        counters.signInsOnIdentifier(realm, key, rules),
      ]
  const earlier = await countAhead(deps, counted, now)
  const [failures = [], everywhere = []] = earlier
  // Each failure stands in both logs. The service forgives an identifier's by emptying its own (account:unlock): what
  // is no longer there makes nobody wait, from whatever network.
  const counting = failures.filter((at) => everywhere.some((other) => other.getTime() === at.getTime()))
  const near = judgeSignIns(counting, rules, now)
  const wide = judgeTries(everywhere, rules.signInPerIdentifier, now)
  if (near.retryAt || wide.retryAt) {
    await takeBack(deps.db, deps, counted, now)
    const retryAt = new Date(Math.max(near.retryAt?.getTime() ?? 0, wide.retryAt?.getTime() ?? 0))
    return { __typename: 'TooManyTries', retryAt }
  }
  const account = await findAccount(deps, caller, key)
  const secret = account && secretOf(account)
  if (account && secret && (await place.verify(secret, typed.password))) return { account, hash: secret.hash, counted }
  if (!secret) await place.verify(null, typed.password)
  const failed = { realm, kind: 'SIGN_IN_FAILED', accountId: account?.id ?? null, flowId: null } as const
  await recordFailedTry(deps.db, deps, failed, { counted, earlier }, caller, now)
  return wrongSecret(counting.length + 1, near.left - 1)
}

/** In SQL of our own: every sign-in asks it, and a joined row costs a third of what two model queries cost. */
async function findAccount(deps: Deps, caller: Caller, key: string): Promise<AccountWithSecret | null> {
  const [row] = await deps.db.$queryRaw<(Account & { passwordHash: string | null })[]>`
    SELECT a.id, a.realm, a."ownerId", a.identifier, a."identifierKey", a.residence, a.state, a."issuedHash",
      a."issuedScheme", a."issuedExpiresAt", a."credentialId", a."createdAt", a."activatedAt", c."passwordHash"
    FROM "Account" AS a LEFT JOIN "Credential" AS c ON c.id = a."credentialId"
    WHERE a.realm = ${caller.realm} AND a."identifierKey" = ${key} ${servedBy(caller)}`
  if (!row) return null
  const { passwordHash, ...account } = row
  return { ...account, credential: passwordHash === null ? null : { passwordHash } }
}
