import type { Tx } from '../deps.ts'
import type { Verdict } from '../domain/delivery.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { noteFate } from './address-standing.ts'
import type { Claim } from './claim.ts'
import { perhapsTaken } from './transport.ts'

/** What became of a message in hand, ready to be written. */
export interface Ending {
  claim: Claim
  /** Null: nobody was asked. */
  attemptedAt: Date | null
  at: Date
  state: 'QUEUED' | 'SENT' | 'ABANDONED'
  /** QUEUED: when it is due again. Null otherwise. */
  next: Date | null
  /** What the message keeps of it: status codes, or our own word. Null: what it kept before. */
  lastReply: string | null
  delays: number
  delivery: Verdict & { by: string | null; filter: string | null; reply: string | null }
}

/**
 * Writes endings down, each with its Delivery and its code's attempt and first acceptance, in one statement. What was accepted
 * was accepted, whoever holds the lease by now; anything else is written only by the courier that still holds it. Gives
 * back how many were.
 */
export function settle(db: Pick<Tx, '$executeRaw'>, endings: readonly Ending[]): Promise<number> {
  const column = <T>(read: (ending: Ending) => T) => endings.map(read)
  return db.$executeRaw`
    WITH ended AS (
      SELECT * FROM unnest(
        ${column(({ claim }) => claim.id)}::uuid[], ${column(({ claim }) => claim.attempts)}::int[],
        ${column(({ attemptedAt }) => attemptedAt)}::timestamptz[], ${column(({ at }) => at)}::timestamptz[],
        ${column(({ state }) => state)}::text[],
        ${column(({ next }) => next)}::timestamptz[], ${column(({ lastReply }) => lastReply)}::text[],
        ${column(({ delays }) => delays)}::int[], ${column(({ delivery }) => delivery.status)}::text[],
        ${column(({ delivery }) => delivery.reason)}::text[], ${column(({ delivery }) => delivery.by)}::text[],
        ${column(({ delivery }) => delivery.filter)}::text[], ${column(({ delivery }) => delivery.reply)}::text[]
      ) AS e (id, attempts, attempted, at, state, next, said, delays, status, reason, by, filter, reply)
    ), settled AS (
      UPDATE "Message" AS m
      SET state = e.state::"MessageState", "settledAt" = CASE WHEN e.state <> 'QUEUED' THEN e.at END,
        "nextAttemptAt" = coalesce(e.next, m."nextAttemptAt"), "leasedUntil" = NULL,
        "lastReply" = coalesce(e.said, m."lastReply"), delays = e.delays
      FROM ended AS e
      WHERE m.id = e.id AND m.state = 'QUEUED' AND (m.attempts = e.attempts OR e.state = 'SENT')
      RETURNING m."codeId", e.*
    ), attempted AS (
      UPDATE "Code" AS c
      SET "attemptedAt" = s.attempted, "acceptedAt" = coalesce(c."acceptedAt", CASE WHEN s.state = 'SENT' THEN s.at END)
      FROM settled AS s WHERE c.id = s."codeId" AND s.attempted IS NOT NULL
    )
    INSERT INTO "Delivery" ("messageId", at, status, reason, by, filter, reply)
    SELECT id, at, status::"DeliveryStatus", reason::"DeliveryReason", by, filter, reply FROM settled`
}

/** The same for an ending that tells of the address itself: noted with it, if it was ours to write. */
export function settleWithFate(
  db: PrismaClient,
  ending: Ending,
  message: Parameters<typeof noteFate>[1],
): Promise<void> {
  return db.$transaction(async (tx) => {
    if ((await settle(tx, [ending])) > 0) await noteFate(tx, message, ending.delivery, ending.at)
  })
}

/** A mail server is back: what waited only because it was away is due now. `domain` null: everything that our relay kept. */
export async function hastenAway(db: PrismaClient, domain: string | null, now: Date): Promise<void> {
  await db.message.updateMany({
    where: {
      realm: 'live',
      state: 'QUEUED',
      ...(domain === null ? {} : { domain }),
      lastReply: { startsWith: domain === null ? 'relay ' : 'mx ' },
      NOT: { lastReply: { endsWith: perhapsTaken } },
      leasedUntil: null,
      nextAttemptAt: { gt: now },
    },
    data: { nextAttemptAt: now },
  })
}
