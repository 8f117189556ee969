import type { Logger } from 'pino'
import { reasonOf } from '../domain/delivery.ts'
import type { Claim } from './claim.ts'
import type { LoadedMessage } from './loaded-message.ts'
import { delaysAfter, nextAttempt } from './pace.ts'
import type { Ending } from './settle.ts'
import type { Attempt } from './transport.ts'

/** What an attempt means for its message. `filter`: the challenge filter that its domain stands behind. */
export function endingOf(
  claim: Claim,
  message: LoadedMessage,
  attempt: Attempt,
  facts: { attemptedAt: Date; at: Date; chance: number; filter: string | null },
): Ending {
  const { attemptedAt, at, chance, filter } = facts
  const { reply, by } = attempt
  const said = { claim, attemptedAt, at, lastReply: reply }
  const answer = { by, reply, filter: null }
  if (attempt.accepted) {
    const delivery = { ...answer, status: filter ? 'HELD' : 'ACCEPTED', reason: null, filter } as const
    return { ...said, state: 'SENT', next: null, delays: 0, delivery }
  }
  const delays = delaysAfter(message, attempt)
  const next = nextAttempt(message, attempt, delays, at, chance)
  const reason = reasonOf(reply)
  if (next) return { ...said, state: 'QUEUED', next, delays, delivery: { ...answer, status: 'DELAYED', reason } }
  const status = attempt.kind === 'never' ? 'REFUSED' : 'ABANDONED'
  return { ...said, state: 'ABANDONED', next: null, delays, delivery: { ...answer, status, reason } }
}

/** The end of a message that must not leave (any more): nobody was asked. */
export function droppedEnding(claim: Claim, message: LoadedMessage, why: string, at: Date): Ending {
  const { lastReply, delays } = message
  const reason = lastReply === null ? null : reasonOf(lastReply)
  const delivery = { status: 'ABANDONED', reason, by: null, filter: null, reply: null } as const
  return {
    claim,
    attemptedAt: null,
    at,
    state: 'ABANDONED',
    next: null,
    lastReply: lastReply ? null : why,
    delays,
    delivery,
  }
}

/** Into the log: ids, codes and times, never an address. What the operator must mend carries an `alert`. */
export function tell(log: Logger, { claim, state, next, delivery }: Ending, { kind }: LoadedMessage): void {
  const told = { messageId: claim.id, kind, attempts: claim.attempts, reply: delivery.reply }
  if (state === 'SENT') log.info(told, 'message sent')
  else log.warn({ ...told, next }, next ? 'message delayed' : 'message abandoned')
  // A filter that refuses one of our mails may refuse them all: SPF, DKIM or our address's name wants mending.
  if (delivery.reason === 'FILTERED') log.error({ ...told, alert: 'FILTERED' }, 'a filter refused our mail')
}
