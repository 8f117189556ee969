import type { Deps, Tx } from '../../deps.ts'
import { forgottenBefore } from '../../domain/tries.ts'
import { Prisma } from '../../generated/prisma/client.ts'
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
  const since = oldest(counted, now)
  const rows = await db.$queryRaw<{ kind: string; at: Date[] }[]>`
    ${givenSubjects(deps, counted)}
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ${movedInstants(deps, since)} ARRAY[${now}::timestamptz(3)] FROM v
    ON CONFLICT (realm, kind, subject) DO UPDATE
      SET at = ARRAY(SELECT t FROM unnest(c.at) AS t WHERE t > ${since}) || EXCLUDED.at
    RETURNING kind, at`
  return counted.map((counter) => {
    const row = rows.find(({ kind }) => kind === counter.kind)
    return row ? row.at.slice(0, -1) : []
  })
}

/** Takes back the one try that `countTries` counted at `now`: it turned out not to be one. Earlier tries stay. */
export async function takeBack(
  db: Db,
  deps: Keys,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<void> {
  for (const counter of inOrder(counted)) {
    await db.$executeRaw`
      UPDATE "Counter" SET at = ${withoutInstant(now)}
      WHERE ${isOf(deps, counter)} AND array_position(at, ${now}::timestamptz(3)) IS NOT NULL`
  }
}

/** SQL: a counter's log without one instant, the first that equals `now`. */
export function withoutInstant(now: Date): Prisma.Sql {
  return Prisma.sql`at[:array_position(at, ${now}::timestamptz(3)) - 1] || at[array_position(at, ${now}::timestamptz(3)) + 1:]`
}

/** SQL: whether a row of `Counter` is one of these. */
export function isOneOf(deps: Keys, counted: readonly Counter[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(
    counted.map((counter) => isOf(deps, counter)),
    ' OR ',
  )})`
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
    ${givenSubjects(deps, counted)}
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ${movedInstants(deps, since)} '{}'::timestamptz(3)[] FROM v
    ON CONFLICT (realm, kind, subject) DO UPDATE SET at = c.at || EXCLUDED.at`
}

/** SQL: the subjects as rows `v`, in the one order in which they are touched; of more than one key, the rows `moved`. */
function givenSubjects(deps: Keys, counted: readonly Counter[]): Prisma.Sql {
  const rows = inOrder(counted).map((counter) => {
    const [first, ...earlier] = subjectsOf(deps, counter)
    const older = Prisma.sql`ARRAY[${earlier.length > 0 ? Prisma.join(earlier) : Prisma.empty}]::bytea[]`
    return Prisma.sql`(${counter.realm}::text, ${counter.kind}::text, ${first}::bytea, ${older})`
  })
  const given = Prisma.sql`WITH v (realm, kind, subject, older) AS (VALUES ${Prisma.join(rows)})`
  return hasEarlier(deps)
    ? Prisma.sql`${given}, moved AS (
        DELETE FROM "Counter" AS c USING v
        WHERE c.realm = v.realm AND c.kind = v.kind AND c.subject = ANY(v.older) RETURNING c.kind, c.at)`
    : given
}

/** SQL: the instants that `moved` found for the row of `v` at hand, to be joined with others. */
function movedInstants(deps: Keys, since: Date): Prisma.Sql {
  return hasEarlier(deps)
    ? Prisma.sql`ARRAY(SELECT t FROM moved AS m, unnest(m.at) AS t WHERE m.kind = v.kind AND t > ${since} ORDER BY t) ||`
    : Prisma.empty
}

const hasEarlier = ({ keys }: Keys) => keys.ids.length > 1

const inOrder = (counted: readonly Counter[]) => counted.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))

const oldest = (counted: readonly Counter[], now: Date) =>
  forgottenBefore(
    counted.flatMap((counter) => counter.limits),
    now,
  )

function isOf(deps: Keys, counter: Counter): Prisma.Sql {
  const subjects = subjectsOf(deps, counter).map((subject) => Prisma.sql`${subject}::bytea`)
  return Prisma.sql`(realm = ${counter.realm} AND kind = ${counter.kind} AND subject IN (${Prisma.join(subjects)}))`
}

const newest = (deps: Keys, counter: Counter) => subjectsOf(deps, counter)[0]

/** What the table knows a subject by, under each key of the ring, the newest first. */
function subjectsOf({ keys }: Keys, { subject, realm, kind }: Counter): readonly Uint8Array[] {
  return 'hidden' in subject ? subject.hidden : keys.ids.map((id) => keys.hmac(id, 'counter', realm, kind, ...subject))
}
