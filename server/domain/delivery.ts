/** What became of a mail (interface-fr.md, "What a mail server answered"): `status` and, where there is one, why. */
export const deliveryStatuses = ['QUEUED', 'SENDING', 'ACCEPTED', 'HELD', 'DELAYED', 'REFUSED', 'ABANDONED'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** Why a mail is delayed or was refused. LATER and OTHER: the mail server gave no reason that we know. */
export const deliveryReasons = [
  'GREYLISTED',
  'FULL',
  'UNREACHABLE',
  'LATER',
  'UNKNOWN',
  'CLOSED',
  'DOMAIN',
  'FILTERED',
  'OTHER',
] as const
export type DeliveryReason = (typeof deliveryReasons)[number]

export interface Verdict {
  status: DeliveryStatus
  /** DELAYED, REFUSED: why. ABANDONED: why it was delayed to the end; null: it had become of no use. Null otherwise. */
  reason: DeliveryReason | null
}

/**
 * In the order of the table: the enhanced code says more than the bare one, where there is one. What servers in use mean
 * otherwise comes first: Orange says « boîte pleine » by 552 5.1.1, Exchange an unknown mailbox by 550 5.1.10 (a null MX
 * is 556, RFC 7505) or 550 5.4.1, and relays a domain that does not exist by 5.4.4 or 5.4.310.
 */
const reasons: readonly [RegExp, DeliveryReason][] = [
  [/^\d{3} 5\.2\.2$|^552( 5\.1\.1)?$/, 'FULL'],
  [/^\d{3} 5\.1\.1$|^550( 5\.1\.10| 5\.4\.1)?$/, 'UNKNOWN'],
  [/^\d{3} 5\.(1\.(2|10)|4\.(4|310))$/, 'DOMAIN'],
  [/^\d{3} 5\.2\.1$/, 'CLOSED'],
  [/^\d{3} 5\.7\.\d+$|^554$|^5\d\d (MAIL|DATA)$/, 'FILTERED'],
  [/^5\d\d\b/, 'OTHER'],
  [/^\d{3} 4\.2\.2$|^452$/, 'FULL'],
  [/^\d{3} 4\.7\.1$|^45[01]$/, 'GREYLISTED'],
  [/^4\d\d\b/, 'LATER'],
  [/^(relay|mx) /, 'UNREACHABLE'],
]

/**
 * Why a mail was refused or must wait, by the status codes that the courier kept (`450 4.7.1`; `relay …`, `mx …`: none answered);
 * null: by none, our own word for why it never left.
 */
export function reasonOf(reply: string): DeliveryReason | null {
  return reasons.find(([pattern]) => pattern.test(reply))?.[1] ?? null
}

/** Where a message stands, by its state and the last reply that was kept. */
export function readVerdict(message: { state: 'QUEUED' | 'SENT' | 'ABANDONED'; lastReply: string | null }): Verdict {
  const { state, lastReply } = message
  if (state === 'SENT') return { status: 'ACCEPTED', reason: null }
  const reason = lastReply === null ? null : reasonOf(lastReply)
  if (state === 'QUEUED') return { status: reason ? 'DELAYED' : 'QUEUED', reason }
  return { status: lastReply?.startsWith('5') ? 'REFUSED' : 'ABANDONED', reason }
}

/** True when the mailbox itself said no for good: writing there again is of no use. */
export function isMailboxLost({ status, reason }: Verdict): boolean {
  return status === 'REFUSED' && (reason === 'UNKNOWN' || reason === 'DOMAIN' || reason === 'CLOSED')
}
