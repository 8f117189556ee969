import type { Tx } from '../../deps.ts'
import { liveRealm, realmOfKey } from '../../domain/partner-key.ts'
import type { Partner, Webhook } from '../../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './faults.ts'
import { lockPartner } from './find-partner.ts'
import { judgeBy } from './judge-by.ts'

/** Which webhook is meant. `url` null: the partner's only one in that realm. */
export interface WebhookChoice {
  partnerKey: string
  /** Of the partner's test realm. */
  test: boolean
  url: string | null
}

export interface FoundWebhook {
  partner: Partner
  webhook: Webhook
}

export const webhookRealm = (partnerKey: string, test: boolean): string =>
  test ? realmOfKey('TEST', partnerKey) : liveRealm

/** The webhook that is meant, its partner locked. Refuses with PartnerRefused. */
export async function findWebhook(tx: Tx, choice: WebhookChoice, by: string): Promise<FoundWebhook | PartnerRefused> {
  const { partnerKey, test, url } = choice
  const faults = judgeBy(by)
  const partner = await lockPartner(tx, partnerKey)
  if (!partner) return refused([...faults, { field: 'partner', reason: 'UNKNOWN' }])
  const realm = webhookRealm(partnerKey, test)
  const all = await tx.webhook.findMany({ where: { partnerId: partner.id, realm } })
  // As it was typed, or as it is kept.
  const spelled = url !== null && URL.canParse(url) ? new URL(url).href : url
  const [webhook, ...others] = url === null ? all : all.filter((one) => one.url === spelled)
  if (!webhook) faults.push({ field: 'url', reason: 'UNKNOWN' })
  else if (others.length > 0) faults.push({ field: 'url', reason: 'SEVERAL' })
  return !webhook || faults.length > 0 ? refused(faults) : { partner, webhook }
}
