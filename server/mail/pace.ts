import type { MessageKind } from '../generated/prisma/client.ts'
import type { Failure } from './transport.ts'

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
 * When a message that failed for the `attempts`-th time is due again; null: never (refused for good, or nothing may be
 * attempted any more). `chance` in [0, 1) spreads the notices, so that a relay coming back is not met by all at once.
 */
export function nextAttempt(
  message: { kind: MessageKind; attempts: number; lastReply: string | null; giveUpAt: Date },
  failure: Failure,
  now: Date,
  chance: number,
): Date | null {
  if (failure.kind === 'never') return null
  // A pace begins anew when the fault is another one: a first greylisting after two outages still waits one minute.
  const wasAway = message.lastReply?.startsWith('relay ') ?? false
  const nth = message.lastReply === null || wasAway !== (failure.kind === 'away') ? 1 : message.attempts
  const pace = codePaces[message.kind]?.[failure.kind]
  const seconds = pace
    ? (pace[Math.min(nth, pace.length) - 1] ?? minute)
    : Math.min(noticePace.first * 2 ** (message.attempts - 1), noticePace.greatest) * (0.8 + 0.4 * chance)
  const at = new Date(now.getTime() + Math.round(seconds * 1000))
  return at < message.giveUpAt ? at : null
}
