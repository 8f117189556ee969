import { type EmailChangeFacts, isEmailChangeDoubted } from './email-doubt.ts'
import type { Rules } from './rules.ts'

/** What « Ce n'est pas moi » can do about a change of e-mail: undo it, say that it is too late, or there is none to speak of. */
export const emailUndos = ['RESTORED', 'TOO_LATE', 'NONE'] as const
export type EmailUndo = (typeof emailUndos)[number]

const hour = 3_600_000
const day = 24 * hour

/** A change older than any link that still opens is no news, nor is one that was undone, or that led back: NONE. */
export function judgeEmailUndo(facts: EmailChangeFacts, rules: Rules, now: Date): EmailUndo {
  if (undoableEmail(facts, rules, now)) return 'RESTORED'
  const { email, emailVerifiedAt, previousEmail, emailUndoneAt } = facts
  const undone = emailUndoneAt && emailVerifiedAt <= emailUndoneAt
  const recent = emailVerifiedAt.getTime() > now.getTime() - rules.freezeLinkDays * day
  return previousEmail && previousEmail !== email && recent && !undone ? 'TOO_LATE' : 'NONE'
}

/**
 * The address that « Ce n'est pas moi » goes back to; null: none. It is the one before the oldest doubted change, and
 * only while that one is young: the address before a later change is what an earlier thief may have chosen.
 */
export function undoableEmail(facts: EmailChangeFacts, rules: Rules, now: Date): string | null {
  const { email, previousEmail, emailChangedAt, emailUndoneAt } = facts
  if (!emailChangedAt || emailUndoneAt || previousEmail === email) return null
  return now.getTime() <= emailChangedAt.getTime() + rules.emailUndoHours * hour ? previousEmail : null
}

/**
 * What a change of e-mail at `now` leaves to be undone. A second change while the first is doubted must not hide the
 * address that the owner had before the first: two changes three days apart would make the thief the former owner.
 */
export function undoPoint(
  facts: EmailChangeFacts,
  rules: Rules,
  now: Date,
): Pick<EmailChangeFacts, 'previousEmail' | 'emailChangedAt' | 'emailUndoneAt'> {
  const { email, previousEmail, emailChangedAt, emailUndoneAt } = facts
  return isEmailChangeDoubted(facts, rules, now)
    ? { previousEmail, emailChangedAt, emailUndoneAt }
    : { previousEmail: email, emailChangedAt: now, emailUndoneAt: null }
}

/** What a credential keeps of an undo at `now`: the address that is put aside stays in doubt for the same month. */
export function afterUndo(
  { email }: Pick<EmailChangeFacts, 'email'>,
  restored: string,
  now: Date,
): Pick<EmailChangeFacts, 'email' | 'previousEmail' | 'emailChangedAt' | 'emailUndoneAt'> {
  return { email: restored, previousEmail: email, emailChangedAt: now, emailUndoneAt: now }
}
