import type { Deps, Tx } from '../../deps.ts'
import { type Code, type Flow, Prisma } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { standsAsRead } from './count-code.ts'
import { takingBack } from './counter-sql.ts'
import type { Counter } from './counters.ts'
import { type EventKind, keyFacts } from './record.ts'

const verified: EventKind = 'CODE_VERIFIED'

/**
 * What a right code does in all three journeys: its counted try is taken back, it is used, once
 * (security.md rule 2), and its whole set dies with it; the event; the flow goes on; and what `arrived`, an UPDATE, says
 * of the address that it was mailed to. One statement, because everybody's code pays for it: it locks the flow, and does
 * all of it or, when the flow or the code is not any more as they were read, nothing: a reset that ended in silence
 * meanwhile (end-flows.ts) shows it by its codes alone. Returns the flow as it is now; null: nothing was done.
 */
export async function consumeCode<F extends Flow>(
  tx: Pick<Tx, '$executeRaw'>,
  deps: Pick<Deps, 'keys'>,
  flow: F,
  code: Pick<Code, 'id'>,
  { counted, arrived }: { counted: readonly Counter[]; arrived: Prisma.Sql },
  caller: Caller,
  now: Date,
): Promise<F | null> {
  const { id, realm, accountId } = flow
  const ends = flow.kind === 'EMAIL_CHANGE'
  const onward = ends
    ? Prisma.sql`"endedAt" = ${now}::timestamptz(3), "end" = 'COMPLETED'`
    : Prisma.sql`step = 'SET_PASSWORD', "verifiedAt" = ${now}::timestamptz(3)`
  const gone = await tx.$executeRaw`
    WITH held AS (
      SELECT id FROM "Flow" WHERE ${standsAsRead(flow)} FOR UPDATE
    ), used AS (
      UPDATE "Code" SET "usedAt" = ${now}::timestamptz(3)
      WHERE id = ${code.id}::uuid AND "usedAt" IS NULL AND NOT muted AND EXISTS (SELECT 1 FROM held) RETURNING 1
    ), uncounted AS (
      ${takingBack(deps, counted, now, Prisma.sql`EXISTS (SELECT 1 FROM used)`)}
    ), arrived AS (
      ${arrived} AND EXISTS (SELECT 1 FROM used)
    ), recorded AS (
      INSERT INTO "Event" (realm, at, kind, "accountId", "flowId", facts)
      SELECT ${realm}, ${now}::timestamptz(3), ${verified}, ${accountId}::uuid, ${id}::uuid,
        ${JSON.stringify(keyFacts(caller))}::jsonb FROM used
    )
    UPDATE "Flow" SET "triesSpent" = "triesAllowed", ${onward}
    WHERE id = ${id}::uuid AND EXISTS (SELECT 1 FROM used)`
  if (gone === 0) return null
  const spent = { ...flow, triesSpent: flow.triesAllowed }
  return ends ? { ...spent, endedAt: now, end: 'COMPLETED' } : { ...spent, step: 'SET_PASSWORD', verifiedAt: now }
}
