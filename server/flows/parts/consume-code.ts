import type { Deps, Tx } from '../../deps.ts'
import { type Code, type Flow, Prisma } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { isOneOf, withoutInstant } from './count.ts'
import type { Counter } from './counters.ts'
import { flowColumns } from './lock.ts'
import { type EventKind, keyFacts } from './record.ts'

const verified: EventKind = 'CODE_VERIFIED'

/**
 * What a right code does in all three journeys, under its flow's lock: its counted try is taken back, it is used, once
 * (security.md rule 2), and its whole set dies with it; the event; the flow goes on; and what `arrived` says
 * of the address that it was mailed to. One statement, because everybody's code pays for it. Returns the flow as it is now.
 */
export async function consumeCode(
  tx: Pick<Tx, '$queryRaw'>,
  deps: Pick<Deps, 'keys'>,
  flow: Flow,
  code: Pick<Code, 'id'>,
  { counted, arrived }: { counted: readonly Counter[]; arrived: Prisma.Sql },
  caller: Caller,
  now: Date,
): Promise<Flow> {
  const { id, realm, accountId } = flow
  const onward =
    flow.kind === 'EMAIL_CHANGE'
      ? Prisma.sql`"endedAt" = ${now}::timestamptz(3), "end" = 'COMPLETED'`
      : Prisma.sql`step = 'SET_PASSWORD', "verifiedAt" = ${now}::timestamptz(3)`
  const [gone] = await tx.$queryRaw<Flow[]>`
    WITH used AS (
      UPDATE "Code" SET "usedAt" = ${now}::timestamptz(3) WHERE id = ${code.id}::uuid AND "usedAt" IS NULL RETURNING 1
    ), uncounted AS (
      UPDATE "Counter" SET at = ${withoutInstant(now)}
      WHERE ${isOneOf(deps, counted)} AND array_position(at, ${now}::timestamptz(3)) IS NOT NULL
    ), arrived AS (
      ${arrived}
    ), recorded AS (
      INSERT INTO "Event" (realm, at, kind, "accountId", "flowId", facts)
      VALUES (${realm}, ${now}::timestamptz(3), ${verified}, ${accountId}::uuid, ${id}::uuid,
        ${JSON.stringify(keyFacts(caller))}::jsonb)
    )
    UPDATE "Flow" SET "triesSpent" = "triesAllowed", ${onward}
    WHERE id = ${id}::uuid AND EXISTS (SELECT 1 FROM used) RETURNING ${flowColumns}`
  if (!gone) throw new Error('a code was used twice')
  return gone
}
