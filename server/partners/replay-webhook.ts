import { record } from '../flows/parts/record.ts'
import type { Partner, Webhook } from '../generated/prisma/client.ts'
import type { WebhookDeps } from './add-webhook.ts'
import { type PartnerFault, type PartnerRefused, refused } from './parts/faults.ts'
import { type FeedReader, readFeed, readFeedEvents } from './parts/feed.ts'
import { findWebhook, type WebhookChoice } from './parts/find-webhook.ts'

export interface WebhookReplayed {
  __typename: 'WebhookReplayed'
  partner: Partner
  webhook: Webhook
  /** Deliveries that are due (again). */
  queued: number
}

/** What to deliver again: one event, or everything since an instant. */
export interface Replay {
  event: string | null
  since: string | null
}

const batch = 500

/**
 * Delivers again what a receiver lost, whether it was taken, given up or never queued: under the same ids, so that one who
 * takes each once takes only what it lacks. Refuses with PartnerRefused.
 */
export async function replayWebhook(
  deps: WebhookDeps,
  choice: WebhookChoice,
  { event, since }: Replay,
  by: string,
): Promise<WebhookReplayed | PartnerRefused> {
  const now = deps.clock.now()
  const from = since === null || Number.isNaN(Date.parse(since)) ? null : new Date(since)
  const faults: PartnerFault[] = []
  if (event === null && since === null) faults.push({ field: 'since', reason: 'REQUIRED' })
  if (since !== null && !from) faults.push({ field: 'since', reason: 'MALFORMED' })
  if (event !== null && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(event)) {
    faults.push({ field: 'event', reason: 'MALFORMED' })
  }
  return deps.db.$transaction(async (tx) => {
    const found = await findWebhook(tx, choice, by)
    if ('__typename' in found) return refused([...found.faults, ...faults])
    if (faults.length > 0) return refused(faults)
    const { partner, webhook } = found
    const reader = { ...webhook, agencyIds: partner.agencyIds }
    const ids =
      event !== null ? await one(tx, reader, event) : await allSince(tx, reader, from ?? now, webhook.position)
    if (event !== null && ids.length === 0) return refused([{ field: 'event', reason: 'UNKNOWN' }])
    const giveUpAt = new Date(now.getTime() + deps.settings.rules.webhookRetryHours * 3_600_000)
    const queued = await tx.$executeRaw`
      INSERT INTO "WebhookDelivery" ("webhookId", "eventId", "createdAt", "nextAttemptAt", "giveUpAt")
      SELECT ${webhook.id}::uuid, id, ${now}::timestamptz, ${now}::timestamptz, ${giveUpAt}::timestamptz
      FROM unnest(${ids}::uuid[]) AS e (id)
      ON CONFLICT ("webhookId", "eventId") DO UPDATE SET state = 'QUEUED', tries = 0, "settledAt" = NULL,
        "nextAttemptAt" = excluded."nextAttemptAt", "giveUpAt" = excluded."giveUpAt"`
    const facts = { act: 'REPLAY', webhook: webhook.id, partner: partner.id, count: queued, by }
    await record(tx, { realm: 'live', kind: 'WEBHOOK_CHANGED', at: now, facts }, null)
    return { __typename: 'WebhookReplayed' as const, partner, webhook, queued }
  })
}

type Reading = Parameters<typeof readFeed>[0]

const one = async (tx: Reading, reader: FeedReader, event: string) =>
  (await readFeedEvents(tx, reader, [event])).map(({ id }) => id)

/** What is behind the webhook's own position is queued by itself. */
async function allSince(tx: Reading, reader: FeedReader, since: Date, position: bigint): Promise<string[]> {
  const ids: string[] = []
  for (let after = 0n; ; ) {
    const events = (await readFeed(tx, reader, after, batch)).filter(({ number }) => number <= position)
    ids.push(...events.filter(({ at }) => at >= since).map(({ id }) => id))
    const last = events.at(-1)
    if (!last || events.length < batch) return ids
    after = last.number
  }
}
