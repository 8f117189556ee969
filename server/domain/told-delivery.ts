import { type CodeFacts, printedUntil } from './code-life.ts'
import { type DeliveryReason, type DeliveryStatus, isMailboxLost, readVerdict } from './delivery.ts'
import type { FlowFacts } from './flow.ts'
import type { Rules } from './rules.ts'

/** What became of the mail that carries a flow's newest code, as its owner may be told. */
export interface ToldDelivery {
  status: DeliveryStatus
  reason: DeliveryReason | null
  /** The mail domain whose own server said so; null: our relay, or we ourselves. */
  by: string | null
  /** The challenge filter that may hold it. */
  filter: string | null
  /** Since when it is so. */
  at: Date
  /** DELAYED: when we try again. Null: we are trying, or it is another server's turn. */
  nextAttemptAt: Date | null
}

/** One row of a message's history. */
export interface DeliveryRow {
  at: Date
  status: DeliveryStatus
  reason: DeliveryReason | null
  by: string | null
  filter: string | null
  reported: boolean
}

/** A code of the flow, with the message that carries it. */
export interface CarriedCode {
  generation: number
  email: string
  message: {
    state: 'QUEUED' | 'SENT' | 'ABANDONED'
    lastReply: string | null
    createdAt: Date
    settledAt: Date | null
    leasedUntil: Date | null
    nextAttemptAt: Date
    deliveries: readonly DeliveryRow[]
  } | null
}

/**
 * Whether whoever holds this flow may hear of its mail at all. In a RESET never: it would tell whose address it is
 * (docs/decisions/0012). Nor while codes go to the owner's verified address: a letter's thief would learn which
 * mailbox is dead and free to be taken (docs/decisions/0015).
 */
export function hearsOfDelivery({ kind, emailFixed }: Pick<FlowFacts, 'kind' | 'emailFixed'>): boolean {
  return kind !== 'RESET' && !emailFixed
}

/**
 * Until when a code is promised, as its caller may hear it. Where the mail's fate is not for them, from its issue: an
 * instant that moves with each attempt would tell a letter's thief that the owner's mailbox is full or gone.
 */
export function toldUntil(flow: Pick<FlowFacts, 'kind' | 'emailFixed'>, code: CodeFacts, rules: Rules): Date {
  return printedUntil(flow.kind, hearsOfDelivery(flow) ? code : { ...code, attemptedAt: null }, rules)
}

/**
 * What became of the newest code's mail, of those sent to the flow's address; null: none was. A code asked for again
 * does not unsay that the mailbox is lost while nothing is known of its own mail, nor a refusal learnt after its own.
 */
export function deliveryOf(
  flow: Pick<FlowFacts, 'kind' | 'emailFixed' | 'email'>,
  codes: readonly CarriedCode[],
  now: Date,
): ToldDelivery | null {
  if (!hearsOfDelivery(flow)) return null
  const [newest, ...earlier] = codes
    .filter(({ email }) => email === flow.email)
    .toSorted((a, b) => b.generation - a.generation)
    .flatMap(({ message }) => (message ? [standsNow(message, now)] : []))
  if (!newest) return null
  const nothingKnown = newest.status === 'QUEUED' || newest.status === 'SENDING'
  const refused = earlier
    .filter((one) => one.status === 'REFUSED' && (one.at > newest.at || (nothingKnown && isMailboxLost(one))))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
  return refused[0] ?? newest
}

/** What became of one message, by its history; by its state alone where it has none. For the service: of any message. */
export function standsNow(message: NonNullable<CarriedCode['message']>, now: Date): ToldDelivery {
  const sending = message.state === 'QUEUED' && message.leasedUntil !== null && message.leasedUntil > now
  const row = lastWord(message.deliveries)
  if (row) {
    const { at, status, reason, by, filter } = row
    const waits = status === 'DELAYED' && message.state === 'QUEUED' && !sending
    return { at, status, reason, by, filter, nextAttemptAt: waits ? message.nextAttemptAt : null }
  }
  const verdict = readVerdict(message)
  const status = sending && verdict.status === 'QUEUED' ? 'SENDING' : verdict.status
  return {
    status,
    reason: verdict.reason,
    by: null,
    filter: null,
    at: message.settledAt ?? message.createdAt,
    nextAttemptAt: status === 'DELAYED' && !sending ? message.nextAttemptAt : null,
  }
}

/**
 * The row that counts: the last one, a report after the attempt of the same instant. But a report that a mail waits
 * does not unsay a refusal (some servers send them out of order), and a filter that may hold a mail says « accepted »
 * of it all the same.
 */
function lastWord(rows: readonly DeliveryRow[]): DeliveryRow | null {
  const inOrder = rows.toSorted((a, b) => a.at.getTime() - b.at.getTime() || Number(a.reported) - Number(b.reported))
  return inOrder.reduce<DeliveryRow | null>((kept, row) => (kept && unsays(row, kept) ? row : (kept ?? row)), null)
}

function unsays(later: DeliveryRow, kept: DeliveryRow): boolean {
  if (kept.status === 'REFUSED') return later.status !== 'DELAYED'
  if (kept.status === 'HELD') return later.status !== 'ACCEPTED' && later.status !== 'DELAYED'
  return true
}
