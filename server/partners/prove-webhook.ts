import { isTaken, type WebhookAnswer } from '../domain/webhook.ts'
import { record } from '../flows/parts/record.ts'
import type { Partner, Webhook } from '../generated/prisma/client.ts'
import type { WebhookDeps } from './add-webhook.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { findWebhook, type WebhookChoice } from './parts/find-webhook.ts'
import { type Answered, post, type Reach } from './webhooks/post.ts'
import { signedHeaders } from './webhooks/signature.ts'

export interface WebhookProved {
  __typename: 'WebhookProved'
  partner: Partner
  webhook: Webhook
  /** Deliveries that waited, due now. */
  waiting: number
}

/**
 * Asks the receiver of a webhook for a random value back, in a message signed like any other: it shows that whoever holds
 * the secret wants to be told there, and verifies. Attack: a stranger's address registered, to make us bother it.
 * From then on events are delivered, those that waited first. Proves a stopped one anew, too: it goes on from where it
 * stopped. Refuses with PartnerRefused; `word` is what was answered instead.
 */
export async function proveWebhook(
  deps: WebhookDeps,
  reach: Reach,
  choice: WebhookChoice,
  by: string,
): Promise<WebhookProved | PartnerRefused> {
  const found = await deps.db.$transaction((tx) => findWebhook(tx, choice, by))
  if ('__typename' in found) return found
  const { webhook, partner } = found
  const asked = deps.clock.now()
  const challenge = Buffer.from(deps.random.bytes(24)).toString('base64url')
  const body = JSON.stringify({ type: 'webhook.challenge', timestamp: asked.toISOString(), data: { challenge } })
  const headers = signedHeaders(deps.keys, webhook, `challenge_${challenge.slice(0, 12)}`, body, asked)
  if (!headers) return refused([{ field: 'url', reason: 'UNPROVED', word: 'KEY' }])
  const answered = await post(reach, new URL(webhook.url), headers, body)
  const fault = whyUnproved(answered, challenge)
  if (fault !== null) return refused([{ field: 'url', reason: 'UNPROVED', word: String(fault) }])
  const now = deps.clock.now()
  const giveUpAt = new Date(now.getTime() + deps.settings.rules.webhookRetryHours * 3_600_000)
  return deps.db.$transaction(async (tx) => {
    const proved = await tx.webhook.update({
      where: { id: webhook.id },
      data: { state: 'ACTIVE', provedAt: now, stop: null, stoppedAt: null, failingSince: null },
    })
    const { count: waiting } = await tx.webhookDelivery.updateMany({
      where: { webhookId: webhook.id, state: 'QUEUED' },
      data: { nextAttemptAt: now, giveUpAt, tries: 0 },
    })
    const facts = { act: 'PROVE', webhook: webhook.id, partner: partner.id, by }
    await record(tx, { realm: 'live', kind: 'WEBHOOK_CHANGED', at: now, facts }, null)
    return { __typename: 'WebhookProved', partner, webhook: proved, waiting }
  })
}

/** Null: the value came back, at the place that it must stand in: a page that repeats what it is sent proves nothing. */
function whyUnproved({ answer, body }: Answered, challenge: string): WebhookAnswer | 'ECHO' | null {
  if (!isTaken(answer)) return answer
  try {
    const read: unknown = JSON.parse(body ?? '')
    const given = typeof read === 'object' && read !== null && 'challenge' in read ? read.challenge : null
    return given === challenge ? null : 'ECHO'
  } catch {
    return 'ECHO'
  }
}
