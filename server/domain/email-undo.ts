import type { Rules } from './rules.ts'

/** What is known of a credential's last change of e-mail. */
export interface EmailChangeFacts {
  email: string
  previousEmail: string | null
  emailChangedAt: Date | null
}

/** What « Ce n'est pas moi » can do about a change of e-mail: undo it, say that it is too late, or there is none to speak of. */
export const emailUndos = ['RESTORED', 'TOO_LATE', 'NONE'] as const
export type EmailUndo = (typeof emailUndos)[number]

/** A change older than any link that still opens is no news: NONE. */
export function judgeEmailUndo(facts: EmailChangeFacts, rules: Rules, now: Date): EmailUndo {
  if (undoableEmail(facts, rules, now)) return 'RESTORED'
  const { previousEmail, emailChangedAt } = facts
  const recent = emailChangedAt && emailChangedAt.getTime() > now.getTime() - rules.freezeLinkDays * 86_400_000
  return previousEmail && recent ? 'TOO_LATE' : 'NONE'
}

/** The address that « Ce n'est pas moi » goes back to: the one before a change that is still young; null: none. */
export function undoableEmail(
  { previousEmail, emailChangedAt }: EmailChangeFacts,
  rules: Rules,
  now: Date,
): string | null {
  const until = emailChangedAt && emailChangedAt.getTime() + rules.emailUndoHours * 3_600_000
  return previousEmail && until && now.getTime() <= until ? previousEmail : null
}

/**
 * What a change of e-mail at `now` leaves to be undone. A second change while the first is young must not hide the
 * address that the owner had before the first.
 */
export function undoPoint(
  facts: EmailChangeFacts,
  rules: Rules,
  now: Date,
): Pick<EmailChangeFacts, 'previousEmail' | 'emailChangedAt'> {
  const { email, previousEmail, emailChangedAt } = facts
  return undoableEmail(facts, rules, now)
    ? { previousEmail, emailChangedAt }
    : { previousEmail: email, emailChangedAt: now }
}
