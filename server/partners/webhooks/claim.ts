import type { PrismaClient, Webhook, WebhookDelivery } from '../../generated/prisma/client.ts'

/** A delivery that this node holds. `attempts` is the fence: another node that takes it over counts one more. */
export type Held = WebhookDelivery & { webhook: Webhook & { partner: { agencyIds: string[] } } }

/** Longer than an attempt may take by far: it needs no renewal, and a killed process delays its deliveries by seconds. */
const leaseMs = 15_000
/** Towards one receiver at once, all nodes together; to one that takes nothing, one. */
const pace = 4
/** Before any lease. */
const neverOver = new Date(0)

/**
 * Takes at most `room` of what is due. Each webhook in turn gives its oldest: thousands for a receiver that is slow or away
 * never stand before the one of another. What another node holds is not due; a lease that ran out (its node died) is
 * taken over, unless `takeOver` is false; what this node has in hand (`held`, deliveries' ids) never is.
 */
export async function claimDue(
  db: PrismaClient,
  room: number,
  now: Date,
  { held = [], takeOver = true }: { held?: readonly string[]; takeOver?: boolean } = {},
): Promise<Held[]> {
  const over = takeOver ? now : neverOver
  const until = new Date(now.getTime() + leaseMs)
  const claimed = await db.$queryRaw<{ id: string; attempts: number }[]>`
    WITH due AS (
      SELECT oldest.id, oldest."nextAttemptAt", oldest.nth
      FROM "Webhook" AS w, LATERAL (
        SELECT count(*)::int AS held FROM "WebhookDelivery"
        WHERE "webhookId" = w.id AND state = 'QUEUED' AND "leasedUntil" > ${over}
      ) AS others, LATERAL (
        SELECT id, "nextAttemptAt", row_number() OVER (ORDER BY "nextAttemptAt") AS nth FROM "WebhookDelivery"
        WHERE "webhookId" = w.id AND state = 'QUEUED' AND "nextAttemptAt" <= ${now}
          AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${over}) AND id <> ALL(${held}::uuid[])
        ORDER BY "nextAttemptAt"
        LIMIT greatest(0, CASE WHEN w."failingSince" IS NULL THEN ${pace}::int ELSE 1 END - others.held)
      ) AS oldest
      WHERE w.state = 'ACTIVE'
    )
    UPDATE "WebhookDelivery" SET "leasedUntil" = ${until}, attempts = attempts + 1, tries = tries + 1
    WHERE id IN (
      SELECT id FROM "WebhookDelivery"
      WHERE id IN (SELECT id FROM due ORDER BY nth, "nextAttemptAt" LIMIT ${room}::int)
        -- As it is once it is locked: another node may have taken it since this statement began.
        AND state = 'QUEUED' AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${over})
      FOR UPDATE SKIP LOCKED
    )
    RETURNING id, attempts`
  if (claimed.length === 0) return []
  return db.webhookDelivery.findMany({
    where: { OR: claimed },
    include: { webhook: { include: { partner: { select: { agencyIds: true } } } } },
  })
}
