import { record } from '../flows/parts/record.ts'
import type { Partner, Webhook } from '../generated/prisma/client.ts'
import type { WebhookDeps } from './add-webhook.ts'
import type { PartnerRefused } from './parts/faults.ts'
import { findWebhook, type WebhookChoice } from './parts/find-webhook.ts'
import { tellStopped } from './parts/tell-stopped.ts'

export interface WebhookStopped {
  __typename: 'WebhookStopped'
  partner: Partner
  webhook: Webhook
}

/**
 * Stops a webhook. Promise: nothing is begun there from then on (an attempt under way ends); what happens meanwhile waits
 * for `proveWebhook`, as long as events are kept. The partner is told by mail of one that was at work. Refuses with PartnerRefused.
 */
export async function stopWebhook(
  deps: WebhookDeps,
  choice: WebhookChoice,
  by: string,
): Promise<WebhookStopped | PartnerRefused> {
  const now = deps.clock.now()
  return deps.db.$transaction(async (tx) => {
    const found = await findWebhook(tx, choice, by)
    if ('__typename' in found) return found
    const { partner, webhook } = found
    const stopped = await tx.webhook.update({
      where: { id: webhook.id },
      data: { state: 'STOPPED', stop: 'BY_HAND', stoppedAt: now },
    })
    const facts = { act: 'STOP', why: 'BY_HAND', webhook: webhook.id, partner: partner.id, by }
    await record(tx, { realm: 'live', kind: 'WEBHOOK_CHANGED', at: now, facts }, null)
    if (webhook.state === 'ACTIVE') await tellStopped(tx, webhook, deps.settings.rules, now)
    return { __typename: 'WebhookStopped', partner, webhook: stopped }
  })
}
