import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Claim } from './claim.ts'

/**
 * The mail server took the message: sent, its address erased, and its code's first acceptance written with it, in one
 * statement. Whoever holds the lease by now: what was accepted was accepted.
 */
export async function settleSent(db: PrismaClient, claim: Claim, reply: string, at: Date): Promise<void> {
  await db.$executeRaw`
    WITH sent AS (
      UPDATE "Message"
      SET state = 'SENT', email = NULL, "settledAt" = ${at}, "leasedUntil" = NULL, "lastReply" = ${reply}
      WHERE id = ${claim.id}::uuid AND state = 'QUEUED'
      RETURNING "codeId"
    )
    UPDATE "Code" SET "acceptedAt" = ${at}
    WHERE id IN (SELECT "codeId" FROM sent) AND "acceptedAt" IS NULL`
}

/** Not now: due again at `next`. Only by the courier that still holds it; one that took it over decides for itself. */
export async function settleRetry(db: PrismaClient, claim: Claim, reply: string, next: Date): Promise<void> {
  await db.message.updateMany({
    where: { ...claim, state: 'QUEUED' },
    data: { nextAttemptAt: next, leasedUntil: null, lastReply: reply },
  })
}

/** Given up, its address erased. `reply` null keeps the last thing a server said of it. */
export async function settleAbandoned(db: PrismaClient, claim: Claim, reply: string | null, at: Date): Promise<void> {
  await db.message.updateMany({
    where: { ...claim, state: 'QUEUED' },
    data: {
      state: 'ABANDONED',
      email: null,
      settledAt: at,
      leasedUntil: null,
      ...(reply === null ? {} : { lastReply: reply }),
    },
  })
}

/** The relay is back: what waited only because it was away is due now. */
export async function hastenAway(db: PrismaClient, now: Date): Promise<void> {
  await db.message.updateMany({
    where: {
      realm: 'live',
      state: 'QUEUED',
      lastReply: { startsWith: 'relay ' },
      leasedUntil: null,
      nextAttemptAt: { gt: now },
    },
    data: { nextAttemptAt: now },
  })
}
