import { failureFact, type ReportedFact } from '../domain/delivery-report.ts'
import type { Attempt } from '../mail/transport.ts'

/** What becomes of a code's mail. BOUNCED: taken, and refused by a later report. STALE: a code that is too old when it arrives. */
export type MailFate = 'FULL' | 'UNKNOWN' | 'CLOSED' | 'FILTERED' | 'GREYLISTED' | 'AWAY' | 'HELD' | 'BOUNCED' | 'STALE'

/** A mail server's answer of the sandbox, as the courier would have had it. */
export interface Answered {
  attempt: Attempt
  filter: string | null
  /** So much earlier than it was asked: a code whose time is over when it arrives. */
  earlierMs: number
}

const never: Partial<Record<MailFate, string>> = {
  FULL: '552 5.2.2',
  UNKNOWN: '550 5.1.1',
  CLOSED: '550 5.2.1',
  FILTERED: '554 5.7.1',
}
/** The greylisted mail is taken at the second attempt, the one that no server answered at the third. */
const attemptsUntilTaken: Partial<Record<MailFate, number>> = { GREYLISTED: 2, AWAY: 3 }

/** The answer to the `nth` attempt towards `domain`. `lifespanMinutes`: of the code; `fate` null: the mail is taken. Pure. */
export function answerOf(fate: MailFate | null, nth: number, domain: string | null, lifespanMinutes: number): Answered {
  const taken = { attempt: { accepted: true, reply: '250', by: domain }, filter: null, earlierMs: 0 } as const
  if (fate === null) return taken
  const reply = never[fate]
  if (reply) return { ...taken, attempt: { accepted: false, kind: 'never', reply, by: domain } }
  if (nth < (attemptsUntilTaken[fate] ?? 0)) {
    const attempt: Attempt =
      fate === 'AWAY'
        ? { accepted: false, kind: 'away', reply: 'mx ECONNREFUSED', by: null }
        : { accepted: false, kind: 'later', reply: '450 4.7.1', by: domain }
    return { ...taken, attempt }
  }
  if (fate === 'HELD') return { ...taken, filter: 'MailInBlack' }
  return fate === 'STALE' ? { ...taken, earlierMs: (lifespanMinutes + 1) * 60_000 } : taken
}

/** A mail that was BOUNCED is reported so long after it was taken, and so. */
export const bouncedAfterMs = 120_000
export const bounce: ReportedFact = failureFact('failed', { code: '550', enhanced: '5.1.1' }, null)
