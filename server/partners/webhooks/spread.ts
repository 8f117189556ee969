import type { Deps } from '../../deps.ts'
import type { PrismaClient, Webhook } from '../../generated/prisma/client.ts'
import { readFeed } from '../parts/feed.ts'

const most = 500
const hour = 3_600_000

/**
 * Queues what the sealer has numbered since a webhook last looked, one delivery for each event that its partner may be told
 * of. The row is held meanwhile: two nodes never queue one event twice, and what a killed one queued is gone with where
 * it stood. One that cannot be looked at (a row held by a node that froze, a fault of ours) keeps no other from its
 * events: it is looked at again next time. Resolves with how many were queued.
 */
export async function spread({ db, log }: Pick<Deps, 'db' | 'log'>, retryHours: number, now: Date): Promise<number> {
  const behind = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Webhook" WHERE state = 'ACTIVE' AND position < (SELECT max(number) FROM "Event")`
  let queued = 0
  for (const { id } of behind) {
    try {
      queued += await spreadTo(db, id, retryHours, now)
    } catch (error) {
      log.error({ webhookId: id, err: error }, 'events not queued for a webhook')
    }
  }
  return queued
}

async function spreadTo(db: PrismaClient, id: string, retryHours: number, now: Date): Promise<number> {
  return db.$transaction(async (tx) => {
    const [webhook] = await tx.$queryRaw<(Pick<Webhook, 'realm' | 'partnerId' | 'position'> & Reader)[]>`
      SELECT w.realm, w."partnerId", w.position, p."agencyIds", (SELECT max(number) FROM "Event") AS newest
      FROM "Webhook" AS w JOIN "Partner" AS p ON p.id = w."partnerId"
      WHERE w.id = ${id}::uuid AND w.state = 'ACTIVE' FOR NO KEY UPDATE OF w SKIP LOCKED`
    if (!webhook?.newest) return 0
    const events = await readFeed(tx, webhook, webhook.position, most)
    const giveUpAt = new Date(now.getTime() + retryHours * hour)
    await tx.webhookDelivery.createMany({
      data: events.map((event) => {
        return { webhookId: id, eventId: event.id, createdAt: now, nextAttemptAt: now, giveUpAt }
      }),
      // Replayed before it was looked at.
      skipDuplicates: true,
    })
    const last = events.at(-1)?.number ?? 0n
    const position = events.length === most || last > webhook.newest ? last : webhook.newest
    await tx.webhook.update({ where: { id }, data: { position } })
    return events.length
  })
}

interface Reader {
  agencyIds: string[]
  newest: bigint | null
}
