import type { Deps } from '../../deps.ts'
import { type Flow, Prisma } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import { countingGiven, givenSubjects, isLost, takingBack, unawaited } from './counter-sql.ts'
import type { Counter } from './counters.ts'
import type { KnownFlow } from './known-flows.ts'
import { bothColumns, type FlowWithCodes, flowColumns, flowOfRows } from './lock.ts'

/**
 * Counts one try on a handle's set of live codes and on `counted`, and reads the flow, in one statement that commits before
 * anything is compared (security.md rule 2): whatever becomes of the process, it was a try. The set takes as many as it
 * allows, whoever types at once on whatever node. Gives back the flow and each counter's instants as they were before,
 * with every code that its caller can have been mailed before asking. Null: nothing was counted: the flow takes no code
 * now, its set is not open, or it is not `known`'s any more.
 */
export async function countCode(
  deps: Pick<Deps, 'db' | 'keys'>,
  handle: string,
  { id, accountId }: Pick<KnownFlow, 'id' | 'accountId'>,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<{ flow: FlowWithCodes; earlier: Date[][] } | null> {
  const logs = counted.map(
    ({ kind }, i) => Prisma.sql`(SELECT at FROM counted WHERE kind = ${kind}) AS ${Prisma.raw(`"log ${i}"`)}`,
  )
  const rows = await deps.db.$queryRaw<Record<string, unknown>[]>`
    WITH f AS (
      UPDATE "Flow" SET "triesSpent" = "triesSpent" + 1
      WHERE "handleHash" = ${digestOf(handle)} AND id = ${id}::uuid AND "accountId" IS NOT DISTINCT FROM ${accountId}::uuid
        AND ${atOpenCode} AND "expiresAt" >= ${now}::timestamptz(3) AND "triesSpent" < "triesAllowed"
      RETURNING ${flowColumns}
    ), ${givenSubjects(deps, counted, Prisma.sql`EXISTS (SELECT 1 FROM f) AND ${unawaited}`)}, counted AS (
      ${countingGiven(deps, counted, now)}
    )
    SELECT ${bothColumns}, ${Prisma.join(logs)} FROM f LEFT JOIN "Code" AS c ON c."flowId" = f.id`
  const [row] = rows
  const flow = flowOfRows(rows)
  if (!row || !flow) return null
  const earlier = counted.map((_, i) => (row[`log ${i}`] as Date[]).slice(0, -1))
  return { flow: { ...flow, triesSpent: flow.triesSpent - 1 }, earlier }
}

/**
 * Takes back the one try that `countCode` counted at `now`: it turned out not to be one. A set that a right code or another
 * address closed meanwhile stays so; one that was closed by this very try has it again.
 */
export async function uncountCode(
  deps: Pick<Deps, 'db' | 'keys'>,
  flow: Flow,
  counted: readonly [Counter, ...Counter[]],
  now: Date,
): Promise<void> {
  const stands = Prisma.sql`NOT ${isLost(deps, counted[0], [], now)}`
  // The counters ask what was freed, whatever it is: the flow is then locked before them, as everywhere.
  await deps.db.$executeRaw`
    WITH freed AS (
      UPDATE "Flow" SET "triesSpent" = "triesSpent" - 1 WHERE ${standsAsRead(flow)} AND "triesSpent" > 0 AND ${stands} RETURNING 1
    )
    ${takingBack(deps, counted, now, Prisma.sql`(SELECT count(*) FROM freed) >= 0`)}`
}

/**
 * SQL: counts on the set, as `flow` was before, the try that `countCode` counted, where `lost` says that it is not: both were
 * counted in one statement, and lost together.
 */
export function holdingSet(flow: Pick<Flow, 'id' | 'codeSet' | 'triesSpent'>, lost: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Flow" SET "triesSpent" = "triesSpent" + 1
    WHERE ${standsAsRead(flow)} AND "triesSpent" <= ${flow.triesSpent} AND ${lost} RETURNING 1`
}

/**
 * SQL: the flow is open, at the code, and at the set of codes that was read. A right code moves it on, another address
 * begins another set, and every end is written down: what was decided on `flow` then holds no more.
 */
export function standsAsRead({ id, codeSet }: Pick<Flow, 'id' | 'codeSet'>): Prisma.Sql {
  return Prisma.sql`id = ${id}::uuid AND "codeSet" = ${codeSet} AND ${atOpenCode}`
}

const atOpenCode = Prisma.sql`step = 'ENTER_CODE' AND "endedAt" IS NULL`
