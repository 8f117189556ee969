import { record } from '../flows/parts/record.ts'
import type { Partner, Webhook } from '../generated/prisma/client.ts'
import type { WebhookDeps } from './add-webhook.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { findWebhook, type WebhookChoice } from './parts/find-webhook.ts'
import { newSecret } from './webhooks/signature.ts'

export interface WebhookRotated {
  __typename: 'WebhookRotated'
  partner: Partner
  webhook: Webhook
  /** The new secret, shown this once. */
  secret: string
}

const longestOverlapHours = 24 * 30

/**
 * Gives a webhook another secret. Promise: for `overlap` hours (the rules' own, when absent) every delivery bears both
 * signatures, so that a receiver that knows either verifies; then the former one is forgotten. 0: at once, when it
 * leaked. Refuses with PartnerRefused.
 */
export async function rotateWebhook(
  deps: WebhookDeps,
  choice: WebhookChoice,
  overlap: string | undefined,
  by: string,
): Promise<WebhookRotated | PartnerRefused> {
  const now = deps.clock.now()
  const typed = overlap ?? String(deps.settings.rules.webhookOverlapHours)
  const hours = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN
  return deps.db.$transaction(async (tx) => {
    const found = await findWebhook(tx, choice, by)
    if ('__typename' in found) return found
    if (!(hours <= longestOverlapHours)) return refused([{ field: 'overlap', reason: 'MALFORMED' }])
    const { partner, webhook: old } = found
    const { text, sealed } = newSecret(deps, old)
    const former = hours > 0 ? old.secret : null
    const webhook = await tx.webhook.update({
      where: { id: old.id },
      data: {
        secret: sealed,
        formerSecret: former,
        formerSecretUntil: former && new Date(now.getTime() + hours * 3_600_000),
      },
    })
    const facts = { act: 'ROTATE', webhook: old.id, partner: partner.id, hours, by }
    await record(tx, { realm: 'live', kind: 'WEBHOOK_CHANGED', at: now, facts }, null)
    return { __typename: 'WebhookRotated' as const, partner, webhook, secret: text }
  })
}
