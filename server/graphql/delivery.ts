import type * as domain from '../domain/delivery.ts'
import { deliveryOf, hearsOfDelivery, type ToldDelivery } from '../domain/told-delivery.ts'
import { readWatched } from '../flows/parts/read-watched.ts'
import { builder } from './builder.ts'
import { Flow } from './flow.ts'

const DeliveryStatus = builder.enumType('DeliveryStatus', {
  description: 'What became of a mail. Never more than was seen: accepted is not read, and not even in the mailbox.',
  values: {
    QUEUED: { description: 'It waits for its first attempt.' },
    SENDING: { description: 'Its first attempt is under way.' },
    ACCEPTED: { description: 'A mail server took it: the one of the domain in `by`, or our own relay (`by` null).' },
    HELD: { description: 'It was taken, and a challenge filter may hold it until its owner lets our sender through.' },
    DELAYED: { description: 'Not now, for `reason`; it is tried again by itself (`nextAttemptAt`).' },
    REFUSED: { description: 'No for good, for `reason`: the same address would refuse the next one too.' },
    ABANDONED: { description: 'It could not be handed over in time: another code is to be asked for.' },
  } satisfies Record<domain.DeliveryStatus, object>,
})

export const DeliveryReason = builder.enumType('DeliveryReason', {
  description: 'Why a mail waits or was refused, read from the status codes of the mail server.',
  values: {
    GREYLISTED: { description: 'The server lets first contacts wait: minutes, up to a quarter of an hour.' },
    FULL: { description: 'The mailbox is full.' },
    UNREACHABLE: { description: 'No mail server could be reached.' },
    LATER: { description: 'The server wants it later and gives no reason that we know.' },
    UNKNOWN: { description: 'There is no such mailbox.' },
    CLOSED: { description: 'The mailbox is closed.' },
    DOMAIN: { description: 'What follows the @ does not exist, or takes no mail.' },
    FILTERED: { description: 'The server refuses our mail by its own rules.' },
    OTHER: { description: 'Refused without a reason that we know.' },
  } satisfies Record<domain.DeliveryReason, object>,
})

export const Delivery = builder.objectRef<ToldDelivery>('Delivery').implement({
  description: 'What became of the mail that carries the newest code, as far as it was seen.',
  fields: (t) => ({
    status: t.expose('status', { type: DeliveryStatus, description: 'Where it stands.' }),
    reason: t.expose('reason', {
      type: DeliveryReason,
      nullable: true,
      description:
        'DELAYED, REFUSED: why. ABANDONED: why it was delayed to the end; null: it had become of no use. Null otherwise.',
    }),
    by: t.exposeString('by', {
      nullable: true,
      description: 'The mail domain whose own server said so: orange.fr. Null: our relay, or we ourselves.',
    }),
    filter: t.exposeString('filter', {
      nullable: true,
      description: 'HELD: the name of the challenge filter: MailInBlack. Null: not known, or not HELD.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'Since when it is so.' }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'DELAYED: when it is tried again. Null: just now, or by another server; or not DELAYED.',
    }),
  }),
})

export const deliveryDescription =
  'What became of the newest code’s mail. Null: no code was sent yet; always in a RESET and while `emailFixed`, where it would tell a stranger of somebody’s mailbox.'

builder.prismaObjectField(Flow, 'delivery', (t) =>
  t.field({
    type: Delivery,
    nullable: true,
    description: deliveryDescription,
    resolve: async (flow, _args, { deps, now }) => {
      // Not asked for at all where it may not be told: the time of an answer tells as much as its words.
      if (!hearsOfDelivery(flow) || flow.email === null) return null
      const watched = (await readWatched(deps, [flow.id])).get(flow.id)
      return watched ? deliveryOf(flow, watched.codes, now) : null
    },
  }),
)
