import type { Deps, Tx } from '../../deps.ts'
import type { Limit, Rules } from '../../domain/rules.ts'
import { forgottenBefore } from '../../domain/tries.ts'
import { Prisma } from '../../generated/prisma/client.ts'

/** What is counted, on whom, and within which windows. One row of `Counter` serves them all. */
export interface Counter {
  kind:
    | 'WRONG_CODE'
    | 'WRONG_CODE_PAIR'
    | 'SEND_ACCOUNT'
    | 'SEND_ADDRESS'
    | 'SEND_PAIR'
    | 'SEND_NETWORK'
    | 'SIGN_IN_NETWORK'
    | 'SIGN_IN_IDENTIFIER'
  realm: string
  /** In clear here, an HMAC in the table. */
  subject: readonly string[]
  limits: readonly Limit[]
}

export const counters = {
  wrongCodes: (realm: string, accountId: string, rules: Rules): Counter => ({
    kind: 'WRONG_CODE',
    realm,
    subject: [accountId],
    limits: rules.codeTries,
  }),
  wrongCodesOnPair: (realm: string, pair: string, rules: Rules): Counter => ({
    kind: 'WRONG_CODE_PAIR',
    realm,
    subject: [pair],
    limits: rules.codeTries,
  }),
  sendsOnPair: (realm: string, pair: string, rules: Rules): Counter => ({
    kind: 'SEND_PAIR',
    realm,
    subject: [pair],
    limits: rules.sends,
  }),
  sendsFromNetwork: (realm: string, network: string, rules: Rules): Counter => ({
    kind: 'SEND_NETWORK',
    realm,
    subject: [network],
    limits: rules.sendsFromNetwork,
  }),
  sendsOnAccount: (realm: string, accountId: string, rules: Rules): Counter => ({
    kind: 'SEND_ACCOUNT',
    realm,
    subject: [accountId],
    limits: rules.sends,
  }),
  sendsToAddress: (realm: string, email: string, shared: boolean, rules: Rules): Counter => ({
    kind: 'SEND_ADDRESS',
    realm,
    subject: [email],
    limits: shared ? rules.sendsToSharedAddress : rules.sends,
  }),
  signInsFromNetwork: (realm: string, identifierKey: string, network: string, rules: Rules): Counter => ({
    kind: 'SIGN_IN_NETWORK',
    realm,
    subject: [identifierKey, network],
    limits: rules.signInPerNetwork,
  }),
  signInsOnIdentifier: (realm: string, identifierKey: string, rules: Rules): Counter => ({
    kind: 'SIGN_IN_IDENTIFIER',
    realm,
    subject: [identifierKey],
    limits: rules.signInPerIdentifier,
  }),
}

type Db = Pick<Tx, '$queryRaw' | '$executeRaw'>

/**
 * Counts one try at `now` on each counter, atomically and before anything is compared (security.md rule 2), and gives
 * back the instants counted before it, in the order asked. Inside a transaction the rows stay locked to its end.
 * Counters are touched in the order of their kinds, so that two callers never wait for each other.
 */
export async function countTries(
  db: Db,
  deps: Deps,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<Date[][]> {
  const rows = await db.$queryRaw<{ kind: string; subject: Uint8Array; at: Date[] }[]>`
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ARRAY[${now}::timestamptz(3)]
    FROM (VALUES ${Prisma.join(counterKeys(deps, counted))})
      AS v (realm, kind, subject)
    ON CONFLICT (realm, kind, subject) DO UPDATE
      SET at = ARRAY(SELECT t FROM unnest(c.at) AS t WHERE t > ${oldest(counted, now)}) || EXCLUDED.at
    RETURNING kind, subject, at`
  return counted.map((counter) => {
    const row = rows.find(({ kind }) => kind === counter.kind)
    return row ? row.at.slice(0, -1) : []
  })
}

/** Takes back the one try that `countTries` counted at `now`: it turned out not to be one. Earlier tries stay. */
export async function takeBack(
  db: Db,
  deps: Deps,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<void> {
  for (const key of counterKeys(deps, counted)) {
    await db.$executeRaw`
      UPDATE "Counter" SET at = ${withoutInstant(now)}
      WHERE (realm, kind, subject) = ${key} AND array_position(at, ${now}::timestamptz(3)) IS NOT NULL`
  }
}

/** SQL: a counter's log without one instant, the first that equals `now`. */
export function withoutInstant(now: Date): Prisma.Sql {
  return Prisma.sql`at[:array_position(at, ${now}::timestamptz(3)) - 1] || at[array_position(at, ${now}::timestamptz(3)) + 1:]`
}

/** SQL: the keys of counters, in the one order in which they are touched. */
export function counterKeys(deps: Pick<Deps, 'keys'>, counted: readonly Counter[]): Prisma.Sql[] {
  return inOrder(counted).map(
    (counter) => Prisma.sql`(${counter.realm}::text, ${counter.kind}::text, ${subjectOf(deps, counter)}::bytea)`,
  )
}

/**
 * Gives back at most `most` of a subject's counted tries, the oldest that still count, and says how many. Nothing but
 * the service does this, by name and recorded (security.md: a spent yearly budget, « then letter or service, who add
 * 25 »): no code, flow or success ever gives a try back (rule 1). A year then never sees more than its budget and 25 for
 * each time the service is named.
 */
export async function giveBackTries(
  tx: Db,
  deps: Pick<Deps, 'keys'>,
  counter: Counter,
  most: number,
  now: Date,
): Promise<number> {
  const since = oldest([counter], now)
  const subject = subjectOf(deps, counter)
  const [row] = await tx.$queryRaw<{ at: Date[] }[]>`
    SELECT at FROM "Counter"
    WHERE realm = ${counter.realm} AND kind = ${counter.kind} AND subject = ${subject} FOR UPDATE`
  await tx.$executeRaw`
    UPDATE "Counter" SET at = ARRAY(SELECT t FROM unnest(at) AS t WHERE t > ${since} ORDER BY t OFFSET ${most})
    WHERE realm = ${counter.realm} AND kind = ${counter.kind} AND subject = ${subject}`
  return Math.min(most, (row?.at ?? []).filter((at) => at > since).length)
}

/** Empties the log of a subject: only for sign-in failures, whose waits the service may lift (`account:unlock`). */
export async function forgiveSignIns(
  tx: Db,
  deps: Pick<Deps, 'keys'>,
  counter: Counter & { kind: 'SIGN_IN_IDENTIFIER' },
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Counter"
    WHERE realm = ${counter.realm} AND kind = ${counter.kind} AND subject = ${subjectOf(deps, counter)}`
}

/** The counted instants, without counting. */
export async function readTries(db: Db, deps: Pick<Deps, 'keys'>, counter: Counter): Promise<Date[]> {
  const rows = await db.$queryRaw<{ at: Date[] }[]>`
    SELECT at FROM "Counter"
    WHERE realm = ${counter.realm} AND kind = ${counter.kind} AND subject = ${subjectOf(deps, counter)}`
  return rows[0]?.at ?? []
}

const inOrder = (counted: readonly Counter[]) => counted.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))

const oldest = (counted: readonly Counter[], now: Date) =>
  forgottenBefore(
    counted.flatMap((counter) => counter.limits),
    now,
  )

const subjectOf = (deps: Pick<Deps, 'keys'>, counter: Counter) =>
  deps.keys.hmac(deps.keys.countingId, 'counter', counter.realm, counter.kind, ...counter.subject)
