import type { PrismaClient } from '../generated/prisma/client.ts'

/** A message held by this courier. `attempts` is the fence: another courier that takes it over counts one more. */
export interface Claim {
  id: string
  attempts: number
  domain: string | null
}

/** How many messages one look may take: in all, and towards one domain (`otherwise`: any that is not named). */
export interface Room {
  total: number
  domains: ReadonlyMap<string, number>
  otherwise: number
  /** How many may be in hand towards a domain, all couriers together. Null: as many as they take. */
  pace: ReadonlyMap<string, number>
  paceOtherwise: number | null
}

/** Before any lease. */
const neverOver = new Date(0)

/** Couriers claim one after the other, so that a pace holds for all of them together. A number of its own among our locks. */
const claimLock = 72_707_373

/**
 * Takes what is due and leases it. Each domain in turn gives its codes, then its oldest notices, as many as its pace leaves room
 * for: eight thousand to one provider never stand before three to another, nor before somebody who waits for a code. What another courier holds is not due; a lease that ran
 * out (its courier died) is taken over, unless `takeOver` is false; what this courier has in hand (`held`) never is. Realms other than `live` are never taken: a sandbox mails nobody.
 */
export async function claimDue(
  db: PrismaClient,
  kinds: readonly string[],
  now: Date,
  leaseMs: number,
  room: Room,
  { held = [], takeOver = true }: { held?: readonly Claim[]; takeOver?: boolean } = {},
): Promise<Claim[]> {
  const over = takeOver ? now : neverOver
  const until = new Date(now.getTime() + leaseMs)
  const [, claims] = await db.$transaction([
    db.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${claimLock})`,
    db.$queryRaw<Claim[]>`
      WITH RECURSIVE waiting AS (
        (SELECT domain FROM "Message" WHERE realm = 'live' AND state = 'QUEUED' AND domain IS NOT NULL ORDER BY domain LIMIT 1)
        UNION ALL
        SELECT next.domain FROM waiting, LATERAL (
          SELECT domain FROM "Message" WHERE realm = 'live' AND state = 'QUEUED' AND domain > waiting.domain
          ORDER BY domain LIMIT 1
        ) AS next
      ),
      held AS (
        SELECT domain, count(*)::int AS held FROM "Message"
        WHERE realm = 'live' AND state = 'QUEUED' AND "leasedUntil" > ${now} AND ${isPaced(room)} GROUP BY domain
      ),
      due AS (
        SELECT oldest.id, oldest."nextAttemptAt", oldest.nth
        FROM waiting
          LEFT JOIN held USING (domain)
          LEFT JOIN unnest(${[...room.domains.keys()]}::text[], ${[...room.domains.values()]}::int[]) AS own (domain, room)
            USING (domain)
          LEFT JOIN unnest(${[...room.pace.keys()]}::text[], ${[...room.pace.values()]}::int[]) AS pace (domain, most)
            USING (domain),
          LATERAL (
            SELECT id, "nextAttemptAt", row_number() OVER (ORDER BY "codeId" IS NULL, "nextAttemptAt") AS nth FROM "Message"
            WHERE realm = 'live' AND state = 'QUEUED' AND domain = waiting.domain AND "nextAttemptAt" <= ${now}
              AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${over}) AND kind::text = ANY(${kinds}::text[])
            ORDER BY "codeId" IS NULL, "nextAttemptAt" LIMIT greatest(0, least(
              coalesce(own.room, ${room.otherwise}::int),
              coalesce(pace.most, ${room.paceOtherwise}::int) - coalesce(held, 0)))
          ) AS oldest
        UNION ALL
        -- For nobody, hence towards no domain.
        (SELECT id, "nextAttemptAt", 1 FROM "Message"
        WHERE realm = 'live' AND state = 'QUEUED' AND domain IS NULL AND "nextAttemptAt" <= ${now}
          AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${over}) AND kind::text = ANY(${kinds}::text[])
        ORDER BY "nextAttemptAt" LIMIT ${room.total}::int)
      )
      UPDATE "Message" SET "leasedUntil" = ${until}, attempts = attempts + 1
      WHERE id IN (
        SELECT id FROM "Message"
        WHERE id IN (SELECT id FROM due ORDER BY nth, "nextAttemptAt" LIMIT ${room.total}::int) AND state = 'QUEUED'
          AND id <> ALL(${held.map(({ id }) => id)}::uuid[])
        FOR UPDATE SKIP LOCKED
      )
      RETURNING id, attempts, domain`,
  ])
  return claims
}

/** What others hold is counted only where it counts. */
const isPaced = ({ pace, paceOtherwise }: Room) => paceOtherwise !== null || pace.size > 0

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

/** Gives back what will not be attempted here any more: another courier need not wait for the lease's end. */
export async function releaseLeases(db: PrismaClient, claims: readonly Claim[]): Promise<void> {
  await db.$executeRaw`
    UPDATE "Message" AS m SET "leasedUntil" = NULL
    FROM unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ attempts }) => attempts)}::int[]) AS held (id, attempts)
    WHERE m.id = held.id AND m.attempts = held.attempts AND m.state = 'QUEUED'`
}
