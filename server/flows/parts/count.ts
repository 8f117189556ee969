import type { Deps, Tx } from '../../deps.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import { givenSubjects, isOf, movedInstants, newest, oldest, takingBack } from './counter-sql.ts'
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
): Promise<Date[][]> {
  return inOrderAsked(counted, await insertTries(db, deps, counted, now, alone))
}

/**
 * The same as a transaction of its own. Its commit is not waited for on the disk: whatever the caller hears is committed
 * after it, into the same log, and that is (docs/decisions/0037).
 */
export async function countAhead(
  deps: Pick<Deps, 'db' | 'keys'>,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<Date[][]> {
  const where = Prisma.sql`WHERE ${unawaited}`
  return inOrderAsked(counted, await insertTries(deps.db, deps, counted, now, { ...alone, where }))
}

/**
 * The same, in one statement with `first`: SQL that changes a row and returns a number, before any counter is touched.
 * Null: it changed none, and nothing was counted.
 */
export async function countAheadAfter(
  deps: Pick<Deps, 'db' | 'keys'>,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
  first: Prisma.Sql,
): Promise<{ earlier: Date[][]; first: number } | null> {
  const rows = await insertTries(deps.db, deps, counted, now, {
    before: Prisma.sql`first (n) AS (${first}),`,
    where: Prisma.sql`WHERE EXISTS (SELECT 1 FROM first) AND ${unawaited}`,
    and: Prisma.sql`, (SELECT n FROM first) AS first`,
  })
  const [row] = rows
  return row ? { earlier: inOrderAsked(counted, rows), first: Number(row.first) } : null
}

const alone = { before: Prisma.empty, where: Prisma.empty, and: Prisma.empty }
const unawaited = Prisma.sql`set_config('synchronous_commit', 'off', true) IS NOT NULL`

async function insertTries(
  db: Db,
  deps: Keys,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
  given: { before: Prisma.Sql; where: Prisma.Sql; and: Prisma.Sql },
): Promise<{ kind: string; at: Date[]; first?: number }[]> {
  const since = oldest(counted, now)
  return db.$queryRaw`
    ${givenSubjects(deps, counted, given)}
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ${movedInstants(deps, since)} ARRAY[${now}::timestamptz(3)] FROM v
    ON CONFLICT (realm, kind, subject) DO UPDATE
      SET at = ARRAY(SELECT t FROM unnest(c.at) AS t WHERE t > ${since}) || EXCLUDED.at
    RETURNING kind, at ${given.and}`
}

/** What was counted before the try that `rows` end with. */
const inOrderAsked = (counted: readonly Counter[], rows: readonly { kind: string; at: Date[] }[]) =>
  counted.map((counter) => rows.find(({ kind }) => kind === counter.kind)?.at.slice(0, -1) ?? [])

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
    ${givenSubjects(deps, counted, alone)}
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ${movedInstants(deps, since)} '{}'::timestamptz(3)[] FROM v
    ON CONFLICT (realm, kind, subject) DO UPDATE SET at = c.at || EXCLUDED.at`
}
