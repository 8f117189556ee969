import { type DeliveryReason, type DeliveryStatus, isMailboxLost, reasonOf } from '../../server/domain/delivery.ts'
import type { DeliveryRow } from '../../server/domain/told-delivery.ts'
import type { Fate, Message } from '../mail-state.ts'
import type { State } from '../state.ts'

const minute = 60_000
/** A server that says « later » is asked again after so long, as the server's courier does. */
const paceMinutes = [1, 5, 15]
const restMinutes = 15

/** Lets every mail that is due meet its mail server, each at its own instant: nothing runs between two requests. */
export function runCourier(state: State, now: Date): void {
  for (const message of state.messages) {
    while (message.state === 'QUEUED' && message.nextAttemptAt <= now) attempt(state, message, message.nextAttemptAt)
  }
}

/** How mail for an address fares: by the address, then its domain, then everybody. Null: it is taken. */
function fateOf({ fates }: State, address: string): Fate | null {
  return fates[address] ?? fates[address.slice(address.lastIndexOf('@') + 1)] ?? fates['*'] ?? null
}

function attempt(state: State, message: Message, at: Date): void {
  const fate = fateOf(state, message.to)
  if (fate && 'minutes' in fate) {
    const arrivesAt = new Date(message.createdAt.getTime() + fate.minutes * minute)
    if (at < arrivesAt) {
      message.nextAttemptAt = arrivesAt
      return
    }
  }
  const code = state.flows.flatMap(({ codes }) => codes).find(({ messageId }) => messageId === message.id)
  if (code) code.attemptedAt = at
  const reply = fate && 'reply' in fate && replies(fate, message) ? fate.reply : null
  if (reply === null) {
    if (code) code.acceptedAt ??= at
    const filter = fate && 'filter' in fate ? fate.filter : null
    settle(state, message, 'SENT', { ...row(filter ? 'HELD' : 'ACCEPTED', at), filter })
    return
  }
  message.lastReply = reply
  const next = new Date(at.getTime() + (paceMinutes[message.deliveries.length] ?? restMinutes) * minute)
  const reason = reasonOf(reply)
  if (reply.startsWith('5')) settle(state, message, 'ABANDONED', row('REFUSED', at, reason))
  else if (next >= message.giveUpAt) settle(state, message, 'ABANDONED', row('ABANDONED', at, reason))
  else {
    message.nextAttemptAt = next
    message.deliveries.push(row('DELAYED', at, reason))
  }
}

const replies = (fate: { reply: string; attempts?: number }, { deliveries }: Message) =>
  fate.attempts === undefined || deliveries.length < fate.attempts

function settle(state: State, message: Message, to: 'SENT' | 'ABANDONED', delivery: DeliveryRow): void {
  message.state = to
  message.settledAt = delivery.at
  message.deliveries.push(delivery)
  // A mailbox that is gone marks the verified address; nothing else changes by it.
  for (const credential of state.credentials.filter(({ email }) => email === message.to)) {
    if (isMailboxLost(delivery)) {
      credential.emailRefusedAt = delivery.at
      credential.emailRefusedFor = delivery.reason
    }
  }
}

const row = (status: DeliveryStatus, at: Date, reason: DeliveryReason | null = null): DeliveryRow => ({
  at,
  status,
  reason,
  by: null,
  filter: null,
  reported: false,
})
