import type { Tx } from '../../deps.ts'
import type { Rules } from '../../domain/rules.ts'
import type { CallerKey } from '../caller.ts'

/** Writers of one minute are spread over so many rows: a partner's flows would otherwise wait for each other. */
const slots = 8

/**
 * Counts one code on the partner's key that asks for it, on all nodes together; false: its hour is spent, and nothing
 * was counted. A live key's word for the end user's address is believed: whoever stole one could make us mail the world.
 * A publishable key's word is not, so that it has no hour: its codes count on the client's own network, as the site's do.
 * Attack: anybody reads it in a page; an hour of its own would be a stranger's to spend for all of a partner's owners.
 * What a sandbox sent before its clock was put right lies in the time to come, and counts when that comes.
 */
export async function countKeySend(
  tx: Pick<Tx, '$executeRaw'>,
  key: CallerKey,
  flowId: string,
  { keySends }: Rules,
  now: Date,
): Promise<boolean> {
  if (key.kind === 'PUBLISHABLE') return true
  const kind = `KEY_SENT ${key.id}`
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  const since = new Date(now.getTime() - keySends.minutes * 60_000)
  const slot = Number.parseInt(flowId.slice(0, 2), 16) % slots
  const counted = await tx.$executeRaw`
    INSERT INTO "Tally" AS t (kind, minute, slot, n)
    SELECT ${kind}, ${minute}::timestamptz(3), ${slot}::int, 1
    WHERE (
      SELECT coalesce(sum(n), 0) FROM "Tally"
      WHERE kind = ${kind} AND minute > ${since}::timestamptz(3) AND minute <= ${minute}::timestamptz(3)
    ) < ${keySends.max}::int
    ON CONFLICT (kind, minute, slot) DO UPDATE SET n = t.n + 1`
  return counted > 0
}

/** When a spent key makes sense again at the earliest: its hour slides by the minute. */
export function keySendsRetryAt(now: Date): Date {
  return new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000)
}
