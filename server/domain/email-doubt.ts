import type { Rules } from './rules.ts'

const day = 86_400_000

/** What is known of the changes of a credential's e-mail that are still doubted. */
export interface EmailChangeFacts {
  email: string
  /** When `email` was proved: the last change, if there was one. */
  emailVerifiedAt: Date
  /** The address before the oldest doubted change; after an undo, the one that was put aside. */
  previousEmail: string | null
  /** When that change was. */
  emailChangedAt: Date | null
  /** When « Ce n'est pas moi » undid it. One undo is all: the next link would put the thief's address back. */
  emailUndoneAt: Date | null
}

/**
 * True while a change of e-mail is young, undone or not: the address may be a thief's, or be read by whoever the owner
 * left it to, and its reader could set a forgotten password.
 */
export function isEmailChangeDoubted(
  { previousEmail, emailChangedAt }: Pick<EmailChangeFacts, 'previousEmail' | 'emailChangedAt'>,
  rules: Rules,
  now: Date,
): boolean {
  if (!previousEmail || !emailChangedAt) return false
  return now.getTime() < emailChangedAt.getTime() + rules.emailDoubtDays * day
}

/**
 * The addresses that came by the doubted changes of one credential: whatever else of the owner's bears one is in the
 * same hands. `left`: what it had before, and until when.
 */
export function doubtedAddresses(
  facts: EmailChangeFacts,
  left: readonly { email: string; until: Date }[],
  rules: Rules,
  now: Date,
): Set<string> {
  const { email, previousEmail, emailChangedAt, emailUndoneAt } = facts
  if (!previousEmail || !emailChangedAt || !isEmailChangeDoubted(facts, rules, now)) return new Set()
  if (emailUndoneAt) return new Set([previousEmail])
  const passed = left.filter(({ until }) => until > emailChangedAt).map((former) => former.email)
  return new Set([email, ...passed].filter((address) => address !== previousEmail))
}

/** What is asked of a credential before its address is trusted with a forgotten password. */
export interface EmailDoubtFacts extends EmailChangeFacts {
  frozenByServiceAt: Date | null
  formerEmails: readonly { email: string; until: Date }[]
}

/**
 * True when the address of a frozen credential may not be its owner's: its change is doubted, or it is one that came by
 * a doubted change elsewhere in the owner's `all`, or the service froze it because somebody said « ce n'est pas moi ».
 */
export function isEmailInDoubt(
  credential: EmailDoubtFacts,
  all: readonly EmailDoubtFacts[],
  rules: Rules,
  now: Date,
): boolean {
  if (credential.frozenByServiceAt || isEmailChangeDoubted(credential, rules, now)) return true
  return all.some((one) => doubtedAddresses(one, one.formerEmails, rules, now).has(credential.email))
}
