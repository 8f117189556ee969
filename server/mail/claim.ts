import type { PrismaClient } from '../generated/prisma/client.ts'

/** A message held by this courier. `attempts` is the fence: another courier that takes it over counts one more. */
export interface Claim {
  id: string
  attempts: number
}

/**
 * Takes the message that has been due longest and leases it, or null. One statement, hence one short transaction; what
 * another courier holds is skipped, not waited for, and a lease that ran out (its courier died) is taken over.
 * Realms other than `live` are never taken: a sandbox mails nobody.
 */
export async function claimNext(
  db: PrismaClient,
  kinds: readonly string[],
  now: Date,
  leaseMs: number,
): Promise<Claim | null> {
  const until = new Date(now.getTime() + leaseMs)
  const [claim] = await db.$queryRaw<Claim[]>`
    UPDATE "Message" SET "leasedUntil" = ${until}, attempts = attempts + 1
    WHERE id = (
      SELECT id FROM "Message"
      WHERE realm = 'live' AND state = 'QUEUED' AND kind::text = ANY(${kinds}::text[]) AND "nextAttemptAt" <= ${now}
        AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
      ORDER BY "nextAttemptAt" LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
    RETURNING id, attempts`
  return claim ?? null
}

/** Keeps the leases of what is still in hand: a lease can then be short, and a dead courier is replaced soon. */
export async function renewLeases(
  db: PrismaClient,
  claims: readonly Claim[],
  now: Date,
  leaseMs: number,
): Promise<void> {
  const until = new Date(now.getTime() + leaseMs)
  await db.$executeRaw`
    UPDATE "Message" AS m SET "leasedUntil" = ${until}
    FROM unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ attempts }) => attempts)}::int[]) AS held (id, attempts)
    WHERE m.id = held.id AND m.attempts = held.attempts AND m.state = 'QUEUED'`
}
