import { doubtedAddresses } from '../../server/domain/email-doubt.ts'
import { type EmailUndo, judgeEmailUndo, undoableEmail } from '../../server/domain/email-undo.ts'
import type { Act } from '../act.ts'
import type { Account, Credential, FreezeLink } from '../state.ts'
import { found, sharing } from './rows.ts'

export interface Reached {
  credential: Credential
  /** Those that are open or frozen. */
  accounts: Account[]
  emailUndo: EmailUndo
  /** The address to put back; null: none. */
  restored: string | null
}

/** What a notice's link closes, as the server's freeze-reach.ts: what it named, and what bears a doubted address. */
export function reachOf({ state, rules, now }: Act, link: FreezeLink): Reached[] {
  const { ownerId } = found(state.credentials.find(({ id }) => id === link.credentialId))
  const open = ({ state: stands }: Account) => stands === 'ACTIVE' || stands === 'FROZEN'
  const held = state.credentials
    .filter((credential) => credential.ownerId === ownerId)
    .map((credential) => ({ credential, accounts: sharing(state, credential.id).filter(open) }))
    .filter(({ accounts }) => accounts.length > 0)
  const named = held
    .filter(
      ({ credential, accounts }) =>
        credential.id === link.credentialId || accounts.some(({ id }) => link.accountIds.includes(id)),
    )
    .toSorted((a, b) => Number(b.credential.previousEmail !== null) - Number(a.credential.previousEmail !== null))
  const reached = new Map<string, Reached>()
  for (const { credential: one } of named) {
    const doubted = doubtedAddresses(one, one.formerEmails, rules, now)
    for (const { credential, accounts } of held) {
      if (reached.has(credential.id) || (credential !== one && !doubted.has(credential.email))) continue
      const { previousEmail, emailChangedAt, emailUndoneAt } = credential.previousEmail ? credential : one
      const facts = { ...credential, previousEmail, emailChangedAt, emailUndoneAt }
      const emailUndo = judgeEmailUndo(facts, rules, now)
      reached.set(credential.id, { credential, accounts, emailUndo, restored: undoableEmail(facts, rules, now) })
    }
  }
  return [...reached.values()]
}
