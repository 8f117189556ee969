import type { Deps, Tx } from '../../deps.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { holdingGiven } from './counter-sql.ts'
import type { Counter } from './counters.ts'
import { type EventKind, keyFacts } from './record.ts'

/**
 * Records what failed at `now`, in one statement with the try that was counted for it then: that count's commit was not
 * waited for on the disk, and a PostgreSQL that crashed and came back while it was compared has lost it. Then it is
 * counted here, before anybody hears that it failed (docs/decisions/0037). `earlier`: what each counter held before.
 * `first`: SQL that does the same elsewhere, locked before the counters.
 */
export async function recordFailedTry(
  db: Pick<Tx, '$executeRaw'>,
  deps: Pick<Deps, 'keys'>,
  failed: { realm: string; kind: EventKind; accountId: string | null; flowId: string | null },
  { counted, earlier }: { counted: readonly Counter[]; earlier: readonly Date[][] },
  caller: Pick<Caller, 'key'>,
  now: Date,
  first = Prisma.sql`SELECT 1`,
): Promise<void> {
  const { realm, kind, accountId, flowId } = failed
  await db.$executeRaw`
    WITH first AS (${first}), held AS (
      ${holdingGiven(deps, counted, earlier, now, Prisma.sql`(SELECT count(*) FROM first) >= 0`)}
    )
    INSERT INTO "Event" (realm, at, kind, "accountId", "flowId", facts)
    VALUES (${realm}, ${now}::timestamptz(3), ${kind}, ${accountId}::uuid, ${flowId}::uuid,
      ${JSON.stringify(keyFacts(caller))}::jsonb)`
}
