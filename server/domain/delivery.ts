/** What became of a mail, as the service reads it (interface-fr.md, "What a mail server answered"). */
export const deliveries = [
  'QUEUED',
  'ACCEPTED',
  'DELAYED',
  'RELAY_AWAY',
  'GIVEN_UP',
  'DROPPED',
  'FULL',
  'UNKNOWN_ADDRESS',
  'UNKNOWN_DOMAIN',
  'CLOSED_BOX',
  'FILTERED',
  'REFUSED',
] as const
export type Delivery = (typeof deliveries)[number]

/** In the order of the table: the enhanced code says more than the bare one, where there is one. */
const refusals: readonly [RegExp, Delivery][] = [
  [/^\d{3} 5\.2\.2$|^552$/, 'FULL'],
  [/^\d{3} 5\.1\.(2|10)$/, 'UNKNOWN_DOMAIN'],
  [/^\d{3} 5\.1\.1$|^550$/, 'UNKNOWN_ADDRESS'],
  [/^\d{3} 5\.2\.1$/, 'CLOSED_BOX'],
  [/^\d{3} 5\.7\.\d+$|^554$/, 'FILTERED'],
  [/^5\d\d\b/, 'REFUSED'],
]

/** `lastReply`: the status codes that the courier kept, or its own word for why a mail never left. */
export function readDelivery(message: { state: 'QUEUED' | 'SENT' | 'ABANDONED'; lastReply: string | null }): Delivery {
  const { state, lastReply } = message
  if (state === 'SENT') return 'ACCEPTED'
  if (state === 'QUEUED' && lastReply === null) return 'QUEUED'
  if (lastReply?.startsWith('relay ')) return state === 'QUEUED' ? 'RELAY_AWAY' : 'GIVEN_UP'
  if (lastReply?.startsWith('4')) return state === 'QUEUED' ? 'DELAYED' : 'GIVEN_UP'
  return refusals.find(([pattern]) => pattern.test(lastReply ?? ''))?.[1] ?? 'DROPPED'
}

/** True when the mailbox itself said no for good: writing there again is of no use. */
export function isMailboxLost(delivery: Delivery): boolean {
  return delivery === 'UNKNOWN_ADDRESS' || delivery === 'UNKNOWN_DOMAIN' || delivery === 'CLOSED_BOX'
}
