import { webhookFaults } from '../domain/webhook.ts'
import type { WebhookDeliveryState, WebhookState, WebhookStop } from '../generated/prisma/enums.ts'
import { listWebhooks, type ShownDelivery, type ShownWebhook } from '../partners/show-webhook.ts'
import { builder } from './builder.ts'
import { AccountEventTypeEnum } from './events.ts'

const most = 100

const State = builder.enumType('WebhookState', {
  description: 'Whether events are sent to a webhook.',
  values: {
    UNPROVED: { description: 'Its receiver has not answered the challenge yet: nothing is sent.' },
    ACTIVE: { description: 'What happens is sent.' },
    STOPPED: { description: 'Nothing is sent; what happens waits until it is proved anew.' },
  } satisfies Record<WebhookState, object>,
})

const Stop = builder.enumType('WebhookStop', {
  description: 'Why a webhook was stopped.',
  values: {
    BY_HAND: { description: 'The service stopped it.' },
    FAILING: { description: 'Its receiver took nothing for as long as deliveries are tried.' },
    GONE: { description: 'Its receiver answered 410.' },
  } satisfies Record<WebhookStop, object>,
})

const DeliveryState = builder.enumType('WebhookDeliveryState', {
  description: 'Where a delivery stands.',
  values: {
    QUEUED: { description: 'It is due, or waits for its next attempt.' },
    DELIVERED: { description: 'It was taken: an answer 2xx.' },
    ABANDONED: { description: 'Its time is over. It can be replayed.' },
  } satisfies Record<WebhookDeliveryState, object>,
})

const WebhookDelivery = builder.objectRef<ShownDelivery>('WebhookDelivery').implement({
  description: 'One event on its way to one webhook.',
  fields: (t) => ({
    event: t.exposeID('eventId', { description: 'The id of the event: its `webhook-id`.' }),
    type: t.expose('type', {
      type: AccountEventTypeEnum,
      nullable: true,
      description: 'What it tells; null: no longer told.',
    }),
    state: t.expose('state', { type: DeliveryState, description: 'Where it stands.' }),
    attempts: t.exposeInt('attempts', { description: 'How often it was begun.' }),
    queuedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued first.' }),
    lastAttemptAt: t.expose('lastAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last tried; null: not yet.',
    }),
    lastAnswer: t.exposeString('lastAnswer', {
      nullable: true,
      description: `The status that was answered last (\`204\`), or why there was none: ${webhookFaults.join(', ')}. Null: not tried yet.`,
    }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'QUEUED: when it is due. Null otherwise.',
      resolve: ({ state, nextAttemptAt }) => (state === 'QUEUED' ? nextAttemptAt : null),
    }),
  }),
})

const Webhook = builder.objectRef<ShownWebhook>('Webhook').implement({
  description: 'Where events are sent. Never its secret.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Its address.' }),
    state: t.expose('state', { type: State, description: 'Whether events are sent there.' }),
    stop: t.expose('stop', { type: Stop, nullable: true, description: 'STOPPED: why. Null otherwise.' }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Nothing was taken from then on; null: the last delivery was, or none was tried.',
    }),
    deliveries: t.field({
      type: [WebhookDelivery],
      description: 'The last deliveries, the newest first; kept for 30 days.',
      args: { last: t.arg.int({ required: false, description: `How many, ${most} at most; null: 20.` }) },
      resolve: ({ deliveries }, { last }) => deliveries.slice(0, Math.max(last ?? 20, 0)),
    }),
  }),
})

builder.queryField('webhooks', (t) =>
  t.field({
    type: [Webhook],
    nullable: true,
    authScopes: { readEvents: true },
    unauthorizedResolver: () => null,
    description:
      'Where events are sent in the key’s realm, and what became of the last. For partners whose key has the scope READ_EVENTS; null for everybody else.',
    resolve: (_root, _args, { deps, caller: { realm, key } }) =>
      listWebhooks(deps, { realm, partnerId: key?.partnerId ?? '' }, most),
  }),
)
