import type { Deps, Tx } from '../../deps.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import {
  countingGiven,
  givenSubjects,
  isOf,
  movedInstants,
  newest,
  oldest,
  takingBack,
  unawaited,
} from './counter-sql.ts'
import type { Counter } from './counters.ts'

type Db = Pick<Tx, '$queryRaw' | '$executeRaw'>
type Keys = Pick<Deps, 'keys'>

/**
 * Counts one try at `now` on each counter, atomically and before anything is compared (security.md rule 2), and gives
 * back the instants counted before it, in the order asked. Inside a transaction the rows stay locked to its end.
 * Counters are touched in the order of their kinds, so that two callers never wait for each other. What was counted
 * under an earlier key of the ring moves under the newest: a rotation forgets no try (rule 1).
 */
export async function countTries(
  db: Db,
  deps: Keys,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
  only?: Prisma.Sql,
): Promise<Date[][]> {
  const rows = await db.$queryRaw<{ kind: string; at: Date[] }[]>`
    WITH ${givenSubjects(deps, counted, only)} ${countingGiven(deps, counted, now)}`
  return counted.map((counter) => rows.find(({ kind }) => kind === counter.kind)?.at.slice(0, -1) ?? [])
}

/** The same as a transaction of its own, whose commit is not waited for on the disk. */
export function countAhead(
  deps: Pick<Deps, 'db' | 'keys'>,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<Date[][]> {
  return countTries(deps.db, deps, counted, now, unawaited)
}

/** Takes back the one try that `countTries` counted at `now`: it turned out not to be one. Earlier tries stay. */
export async function takeBack(
  db: Db,
  deps: Keys,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<void> {
  await db.$executeRaw(takingBack(deps, counted, now, Prisma.sql`true`))
}

/**
 * Gives back at most `most` of a subject's counted tries, and says how many: those of the shortest window first, which
 * is what stands between its owner and the next try, then the oldest that still count. Nothing but the service does this,
 * by name and recorded (security.md: a spent yearly budget, « then letter or service, who add 25 »): no code, flow or
 * success ever gives a try back (rule 1). A year then never sees more than its budget and 25 for each time the service
 * is named.
 */
export async function giveBackTries(tx: Db, deps: Keys, counter: Counter, most: number, now: Date): Promise<number> {
  const since = oldest([counter], now)
  const shortest = Math.min(...counter.limits.map(({ minutes }) => minutes))
  const lately = new Date(now.getTime() - shortest * 60_000)
  const rows = await tx.$queryRaw<{ at: Date[] }[]>`DELETE FROM "Counter" WHERE ${isOf(deps, counter)} RETURNING at`
  const counted = rows.flatMap(({ at }) => at).filter((at) => at > since)
  const kept = counted
    .toSorted((a, b) => Number(b > lately) - Number(a > lately) || a.getTime() - b.getTime())
    .slice(most)
    .toSorted((a, b) => a.getTime() - b.getTime())
  if (rows.length > 0) {
    await tx.$executeRaw`
      INSERT INTO "Counter" AS c (realm, kind, subject, at)
      VALUES (${counter.realm}, ${counter.kind}, ${newest(deps, counter)}::bytea, ${kept}::timestamptz(3)[])
      ON CONFLICT (realm, kind, subject) DO UPDATE SET at = EXCLUDED.at || c.at`
  }
  return counted.length - kept.length
}

/** Empties the log of a subject: only for sign-in failures, whose waits the service may lift (`account:unlock`). */
export async function forgiveSignIns(
  tx: Db,
  deps: Keys,
  counter: Counter & { kind: 'SIGN_IN_IDENTIFIER' | 'SIGN_IN_DEVICES' },
): Promise<void> {
  await tx.$executeRaw`DELETE FROM "Counter" WHERE ${isOf(deps, counter)}`
}

/** Puts these instants, oldest first, in place of what a subject's log held: only where nobody real is (a sandbox). */
export async function writeTries(tx: Db, deps: Keys, counter: Counter, at: readonly Date[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM "Counter" WHERE ${isOf(deps, counter)}`
  await tx.$executeRaw`
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    VALUES (${counter.realm}, ${counter.kind}, ${newest(deps, counter)}::bytea, ${[...at]}::timestamptz(3)[])
    ON CONFLICT (realm, kind, subject) DO UPDATE SET at = EXCLUDED.at`
}

/** The counted instants, without counting. */
export async function readTries(db: Db, deps: Keys, counter: Counter): Promise<Date[]> {
  const rows = await db.$queryRaw<{ at: Date[] }[]>`SELECT at FROM "Counter" WHERE ${isOf(deps, counter)}`
  return rows.flatMap(({ at }) => at)
}

/** Puts what was counted under earlier keys under the newest, without counting anything. */
export async function gatherTries(tx: Db, deps: Keys, counted: readonly Counter[], now: Date): Promise<void> {
  const since = oldest(counted, now)
  await tx.$executeRaw`
    WITH ${givenSubjects(deps, counted)}
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ${movedInstants(deps, since)} '{}'::timestamptz(3)[] FROM v
    ON CONFLICT (realm, kind, subject) DO UPDATE SET at = c.at || EXCLUDED.at`
}
