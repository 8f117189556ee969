import { reasonOf } from '../domain/delivery.ts'
import type { MessageKind } from '../generated/prisma/client.ts'
import { type Failure, perhapsTaken } from './transport.ts'

const minute = 60

/** Seconds before each next attempt of a code mail; the last one repeats. */
type CodePace = Record<'away' | 'later', readonly number[]>

const patient: CodePace = {
  // A relay that restarts is back in seconds, and an owner is waiting in front of the page.
  away: [10, 30, minute, 2 * minute, 5 * minute],
  // Greylisting: most servers want a minute, some five or fifteen (interface-fr.md).
  later: [minute, 5 * minute, 15 * minute],
}

/** A reset's code is worth mailing for eight minutes only: what comes back within them must still find it. */
const brisk: CodePace = {
  away: [10, 30, minute],
  later: [minute, minute, 2 * minute],
}

const codePaces: Partial<Record<MessageKind, CodePace>> = {
  MIGRATION_CODE: patient,
  EMAIL_CHANGE_CODE: patient,
  RESET_CODE: brisk,
}

const noticePace = { first: 30, greatest: 2 * 60 * minute }

/**
 * How often in a row a message will have been put off after this failure. A pace begins anew when the fault is another
 * one: a first greylisting after two outages still waits one minute.
 */
export function delaysAfter(
  { delays, lastReply }: { delays: number; lastReply: string | null },
  { kind }: Pick<Failure, 'kind'>,
): number {
  const wasAway = lastReply !== null && isAbsence(lastReply)
  return lastReply !== null && wasAway === (kind === 'away') ? delays + 1 : 1
}

/** How often in a row a server put the message off: what a second sender is for. A full mailbox is full for both. */
export function deferralsOf({ delays, lastReply }: { delays: number; lastReply: string | null }): number {
  return lastReply?.startsWith('4') && reasonOf(lastReply) !== 'FULL' ? delays : 0
}

const isAbsence = (reply: string) => reasonOf(reply) === 'UNREACHABLE' && !reply.endsWith(perhapsTaken)

/**
 * When a message that failed is due again; null: never (refused for good, or nothing may be attempted any more).
 * `delays` as `delaysAfter` counts them. `chance` in [0, 1) spreads the notices, so that a relay coming back is not met
 * by all at once.
 */
export function nextAttempt(
  message: { kind: MessageKind; giveUpAt: Date },
  { kind }: Pick<Failure, 'kind'>,
  delays: number,
  now: Date,
  chance: number,
): Date | null {
  if (kind === 'never') return null
  const pace = codePaces[message.kind]?.[kind]
  const seconds = pace
    ? (pace[Math.min(delays, pace.length) - 1] ?? minute)
    : Math.min(noticePace.first * 2 ** (delays - 1), noticePace.greatest) * (0.8 + 0.4 * chance)
  const at = new Date(now.getTime() + Math.round(seconds * 1000))
  return at < message.giveUpAt ? at : null
}
