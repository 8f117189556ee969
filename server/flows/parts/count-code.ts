import type { Deps } from '../../deps.ts'
import { type Flow, Prisma } from '../../generated/prisma/client.ts'
import { countAheadAfter } from './count.ts'
import { takingBack } from './counter-sql.ts'
import type { Counter } from './counters.ts'

type Counted = readonly [Counter, ...Counter[]]

/**
 * Counts one try on a flow's set of live codes and on `counted`, in one statement that commits before anything is compared
 * (security.md rule 2): whatever becomes of the process, it was a try. The set takes as many as it allows, whoever types
 * at once on whatever node. Gives back what was counted before. Null: nothing was counted, the flow does not stand any
 * more as it was read.
 */
export async function countCode(
  deps: Pick<Deps, 'db' | 'keys'>,
  flow: Flow,
  counted: Counted,
  now: Date,
): Promise<{ triesSpent: number; earlier: Date[][] } | null> {
  const onSet = Prisma.sql`
    UPDATE "Flow" SET "triesSpent" = "triesSpent" + 1
    WHERE ${standsAsRead(flow)} AND "triesSpent" < "triesAllowed" RETURNING "triesSpent"`
  const tried = await countAheadAfter(deps, counted, now, onSet)
  return tried && { triesSpent: tried.first - 1, earlier: tried.earlier }
}

/**
 * Takes back the one try that `countCode` counted at `now`: it turned out not to be one. A set that a right code or another
 * address closed meanwhile stays so; one that was closed by this very try has it again.
 */
export async function uncountCode(
  deps: Pick<Deps, 'db' | 'keys'>,
  flow: Flow,
  counted: Counted,
  now: Date,
): Promise<void> {
  // The counters ask what was freed, whatever it is: the flow is then locked before them, as everywhere.
  await deps.db.$executeRaw`
    WITH freed AS (
      UPDATE "Flow" SET "triesSpent" = "triesSpent" - 1 WHERE ${standsAsRead(flow)} AND "triesSpent" > 0 RETURNING 1
    )
    ${takingBack(deps, counted, now, Prisma.sql`(SELECT count(*) FROM freed) >= 0`)}`
}

/**
 * SQL: the flow is open, at the code, and at the set of codes that was read. A right code moves it on, another address
 * begins another set, and every end is written down: what was decided on `flow` then holds no more.
 */
export function standsAsRead({ id, codeSet }: Pick<Flow, 'id' | 'codeSet'>): Prisma.Sql {
  return Prisma.sql`id = ${id}::uuid AND step = 'ENTER_CODE' AND "codeSet" = ${codeSet} AND "endedAt" IS NULL`
}
