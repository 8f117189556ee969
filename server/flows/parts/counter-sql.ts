import type { Deps } from '../../deps.ts'
import { forgottenBefore } from '../../domain/tries.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { Counter } from './counters.ts'

type Keys = Pick<Deps, 'keys'>

/**
 * SQL: takes back the one try that was counted at `now` on each, as a part of a statement, where the condition `only`
 * holds. Several rows are locked in the order in which they are counted.
 */
export function takingBack(deps: Keys, counted: readonly Counter[], now: Date, only: Prisma.Sql): Prisma.Sql {
  const here = Prisma.sql`${only} AND ${isOneOf(deps, counted)} AND array_position(at, ${now}::timestamptz(3)) IS NOT NULL`
  return counted.length > 1
    ? Prisma.sql`
        UPDATE "Counter" AS c SET at = ${withoutInstant(now)}
        FROM (SELECT realm, kind, subject FROM "Counter" WHERE ${here} ORDER BY kind FOR UPDATE) AS o
        WHERE c.realm = o.realm AND c.kind = o.kind AND c.subject = o.subject`
    : Prisma.sql`UPDATE "Counter" SET at = ${withoutInstant(now)} WHERE ${here}`
}

/** SQL: a counter's log without one instant, the first that equals `now`. */
function withoutInstant(now: Date): Prisma.Sql {
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
 * SQL: the subjects as rows `v`, in the one order in which they are touched; of more than one key, the rows `moved`.
 * Members of a WITH. Where `only` does not hold there are none, and nothing moves.
 */
export function givenSubjects(deps: Keys, counted: readonly Counter[], only = Prisma.sql`true`): Prisma.Sql {
  const rows = inOrder(counted).map((counter) => {
    const [first, ...earlier] = subjectsOf(deps, counter)
    const older = Prisma.sql`ARRAY[${earlier.length > 0 ? Prisma.join(earlier) : Prisma.empty}]::bytea[]`
    return Prisma.sql`(${counter.realm}::text, ${counter.kind}::text, ${first}::bytea, ${older})`
  })
  const given = Prisma.sql`
    v AS (
      SELECT realm, kind, subject, older FROM (VALUES ${Prisma.join(rows)}) AS given (realm, kind, subject, older)
      WHERE ${only}
    )`
  return hasEarlier(deps)
    ? Prisma.sql`${given}, moved AS (
        DELETE FROM "Counter" AS c USING v
        WHERE c.realm = v.realm AND c.kind = v.kind AND c.subject = ANY(v.older) RETURNING c.kind, c.at)`
    : given
}

/** SQL: counts one try at `now` on each row of `v`; gives back its kind and its log, the new one last. */
export function countingGiven(deps: Keys, counted: readonly Counter[], now: Date): Prisma.Sql {
  const since = oldest(counted, now)
  return Prisma.sql`
    INSERT INTO "Counter" AS c (realm, kind, subject, at)
    SELECT realm, kind, subject, ${movedInstants(deps, since)} ARRAY[${now}::timestamptz(3)] FROM v
    ON CONFLICT (realm, kind, subject) DO UPDATE
      SET at = ARRAY(SELECT t FROM unnest(c.at) AS t WHERE t > ${since}) || EXCLUDED.at
    RETURNING kind, at`
}

/**
 * SQL: counts the try of `now` on each counter that has lost it. `earlier`: what each held before it was counted, which may
 * be tries of the same millisecond. `only`: a condition on all of it.
 */
export function holdingGiven(
  deps: Keys,
  counted: readonly Counter[],
  earlier: readonly Date[][],
  now: Date,
  only: Prisma.Sql,
): Prisma.Sql {
  const missing = counted
    .map((counter, i) => ({ counter, lost: isLost(deps, counter, earlier[i] ?? [], now) }))
    .toSorted((a, b) => (a.counter.kind < b.counter.kind ? -1 : 1))
    .map(
      ({ counter, lost }) => Prisma.sql`
        SELECT ${counter.realm}::text, ${counter.kind}::text, ${newest(deps, counter)}::bytea,
          ARRAY[${now}::timestamptz(3)] WHERE ${only} AND ${lost}`,
    )
  return Prisma.sql`
    INSERT INTO "Counter" AS c (realm, kind, subject, at) ${Prisma.join(missing, ' UNION ALL ')}
    ON CONFLICT (realm, kind, subject) DO UPDATE SET at = c.at || EXCLUDED.at`
}

/** SQL: whether a counter does not hold the try of `now` that was counted after `earlier`. */
export function isLost(deps: Keys, counter: Counter, earlier: readonly Date[], now: Date): Prisma.Sql {
  const before = earlier.filter((at) => at.getTime() === now.getTime()).length
  return Prisma.sql`(
    SELECT count(*) FROM "Counter", unnest(at) AS t WHERE ${isOf(deps, counter)} AND t = ${now}::timestamptz(3)) <= ${before}`
}

/**
 * SQL, true: the commit of what it stands in is not waited for on the disk. Whatever the caller hears is committed after
 * it, into the same log, and that is; what failed holds its count once more (record-failed-try.ts; docs/decisions/0037).
 */
export const unawaited = Prisma.sql`set_config('synchronous_commit', 'off', true) IS NOT NULL`

/** SQL: the instants that `moved` found for the row of `v` at hand, to be joined with others. */
export function movedInstants(deps: Keys, since: Date): Prisma.Sql {
  return hasEarlier(deps)
    ? Prisma.sql`ARRAY(SELECT t FROM moved AS m, unnest(m.at) AS t WHERE m.kind = v.kind AND t > ${since} ORDER BY t) ||`
    : Prisma.empty
}

const hasEarlier = ({ keys }: Keys) => keys.ids.length > 1

const inOrder = (counted: readonly Counter[]) => counted.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))

export const oldest = (counted: readonly Counter[], now: Date) =>
  forgottenBefore(
    counted.flatMap((counter) => counter.limits),
    now,
  )

export function isOf(deps: Keys, counter: Counter): Prisma.Sql {
  const subjects = subjectsOf(deps, counter).map((subject) => Prisma.sql`${subject}::bytea`)
  return Prisma.sql`(realm = ${counter.realm} AND kind = ${counter.kind} AND subject IN (${Prisma.join(subjects)}))`
}

export const newest = (deps: Keys, counter: Counter) => subjectsOf(deps, counter)[0]

/** What the table knows a subject by, under each key of the ring, the newest first. */
function subjectsOf({ keys }: Keys, { subject, realm, kind }: Counter): readonly Uint8Array[] {
  return 'hidden' in subject ? subject.hidden : keys.ids.map((id) => keys.hmac(id, 'counter', realm, kind, ...subject))
}
