import type { Deps } from '../deps.ts'
import { type AccountEventType, accountEventType } from '../domain/account-event.ts'
import type { Partner, Webhook, WebhookDelivery } from '../generated/prisma/client.ts'
import { type PartnerRefused, refused } from './parts/faults.ts'
import { webhookRealm } from './parts/find-webhook.ts'

/** A delivery and what it tells; nothing of the account, whom the event names. */
export interface ShownDelivery
  extends Pick<
    WebhookDelivery,
    'eventId' | 'state' | 'attempts' | 'createdAt' | 'nextAttemptAt' | 'lastAttemptAt' | 'settledAt' | 'lastAnswer'
  > {
  type: AccountEventType | null
}

/** A webhook as it stands; never its secrets. */
export type ShownWebhook = Omit<Webhook, 'secret' | 'formerSecret' | 'position'> & { deliveries: ShownDelivery[] }

export interface WebhooksShown {
  __typename: 'WebhooksShown'
  partner: Partner
  webhooks: ShownWebhook[]
}

/** A partner's webhooks in its live or test realm with their newest deliveries. Nothing changes. Refuses with PartnerRefused. */
export async function showWebhooks(
  deps: Pick<Deps, 'db'>,
  { partnerKey, test, last }: { partnerKey: string; test: boolean; last: number },
): Promise<WebhooksShown | PartnerRefused> {
  const partner = await deps.db.partner.findUnique({ where: { key: partnerKey } })
  if (!partner) return refused([{ field: 'partner', reason: 'UNKNOWN' }])
  const webhooks = await listWebhooks(deps, { partnerId: partner.id, realm: webhookRealm(partnerKey, test) }, last)
  return { __typename: 'WebhooksShown', partner, webhooks }
}

/** The webhooks of a partner in a realm, the oldest first, each with its `last` newest deliveries. */
export async function listWebhooks(
  { db }: Pick<Deps, 'db'>,
  whose: { partnerId: string; realm: string },
  last: number,
): Promise<ShownWebhook[]> {
  const rows = await db.webhook.findMany({
    where: whose,
    orderBy: { createdAt: 'asc' },
    omit: { secret: true, formerSecret: true, position: true },
    include: {
      deliveries: {
        orderBy: [{ createdAt: 'desc' }, { eventId: 'asc' }],
        take: last,
        include: { event: { select: { kind: true, facts: true } } },
      },
    },
  })
  return rows.map(({ deliveries, ...webhook }) => ({
    ...webhook,
    deliveries: deliveries.map(({ event, ...delivery }) => {
      const { eventId, state, attempts, createdAt, nextAttemptAt, lastAttemptAt, settledAt, lastAnswer } = delivery
      const type = accountEventType(event.kind, event.facts)
      return { eventId, type, state, attempts, createdAt, nextAttemptAt, lastAttemptAt, settledAt, lastAnswer }
    }),
  }))
}
