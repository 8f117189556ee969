import type { Deps } from '../deps.ts'
import { readWebhookUrl } from '../domain/webhook.ts'
import { record } from '../flows/parts/record.ts'
import type { Partner, Webhook } from '../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { lockPartner } from './parts/find-partner.ts'
import { webhookRealm } from './parts/find-webhook.ts'
import { judgeBy } from './parts/judge-by.ts'
import { newSecret } from './webhooks/signature.ts'

export interface WebhookAdded {
  __typename: 'WebhookAdded'
  partner: Partner
  webhook: Webhook
  /** What deliveries are signed with, shown this once. */
  secret: string
}

export type WebhookDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'keys' | 'settings'>

/** More would be a mistake of a program that registers anew at each start. */
const most = 5

/**
 * Registers where a partner's program wants to be told. Nothing is sent there before its receiver has answered the
 * challenge (`proveWebhook`); what happens from now on is kept for it meanwhile. Refuses with PartnerRefused.
 */
export async function addWebhook(
  deps: WebhookDeps,
  { partnerKey, test, url }: { partnerKey: string; test: boolean; url: string },
  by: string,
): Promise<WebhookAdded | PartnerRefused> {
  const now = deps.clock.now()
  const faults = judgeBy(by)
  const address = readWebhookUrl(url, deps.settings.webhookLoopback)
  if (address === null) faults.push({ field: 'url', reason: url === '' ? 'REQUIRED' : 'MALFORMED' })
  return deps.db.$transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerKey)
    if (!partner) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
    const realm = webhookRealm(partnerKey, test)
    const others = await tx.webhook.findMany({ where: { partnerId: partner.id, realm } })
    if (others.some((other) => other.url === address)) faults.push({ field: 'url', reason: 'TAKEN' })
    else if (others.length >= most) faults.push({ field: 'url', reason: 'TOO_LONG' })
    if (address === null || faults.length > 0) return refused(faults)
    const [{ newest }] = await tx.$queryRaw<[{ newest: bigint }]>`
      SELECT coalesce(max(number), 0)::bigint AS newest FROM "Event"`
    const its = { partnerId: partner.id, realm, url: address }
    const { text, sealed } = newSecret(deps, its)
    const webhook = await tx.webhook.create({
      data: { ...its, state: 'UNPROVED', secret: sealed, position: newest, createdAt: now },
    })
    const facts = { act: 'ADD', webhook: webhook.id, partner: partner.id, by }
    await record(tx, { realm: 'live', kind: 'WEBHOOK_CHANGED', at: now, facts }, null)
    return { __typename: 'WebhookAdded' as const, partner, webhook, secret: text }
  })
}
