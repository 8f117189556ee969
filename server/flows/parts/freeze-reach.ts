import type { Deps, Tx } from '../../deps.ts'
import { doubtedAddresses } from '../../domain/email-doubt.ts'
import { type EmailUndo, judgeEmailUndo, undoableEmail } from '../../domain/email-undo.ts'
import type { Account, Credential, Prisma } from '../../generated/prisma/client.ts'

export interface Reached {
  credential: Credential
  /** Those that are open or frozen. */
  accounts: Account[]
  emailUndo: EmailUndo
  /** The address to put back; null: none. */
  restored: string | null
}

const open = { state: { in: ['ACTIVE', 'FROZEN'] } } satisfies Prisma.AccountWhereInput

/**
 * What « Ce n'est pas moi » closes: the link's credential, the accounts that its notice named wherever they are now, and
 * every credential of the owner with an address that came by a doubted change of theirs. A thief who changed the address
 * may have split an account off since, or opened another with its letter: the notices of that went to the thief.
 */
export async function reachOf(
  tx: Pick<Tx, 'credential'>,
  { settings: { rules } }: Pick<Deps, 'settings'>,
  link: { credentialId: string; accountIds: readonly string[] },
  ownerId: string,
  now: Date,
): Promise<Reached[]> {
  const held = await tx.credential.findMany({
    where: { ownerId, accounts: { some: open } },
    include: { accounts: { where: open, orderBy: { identifierKey: 'asc' } }, formerEmails: true },
    orderBy: { createdAt: 'asc' },
  })
  const named = held
    .filter(({ id, accounts }) => id === link.credentialId || accounts.some((one) => link.accountIds.includes(one.id)))
    // What changed decides for what was opened with it.
    .toSorted((a, b) => Number(b.previousEmail !== null) - Number(a.previousEmail !== null))
  const reached = new Map<string, Reached>()
  for (const one of named) {
    const doubted = doubtedAddresses(one, one.formerEmails, rules, now)
    for (const { formerEmails: _left, accounts, ...credential } of held) {
      const same = credential.id === one.id
      if (reached.has(credential.id) || (!same && !doubted.has(credential.email))) continue
      // One that was opened at the changed address has no change of its own: it goes where the change began.
      const { previousEmail, emailChangedAt, emailUndoneAt } = credential.previousEmail ? credential : one
      const facts = { ...credential, previousEmail, emailChangedAt, emailUndoneAt }
      const emailUndo = judgeEmailUndo(facts, rules, now)
      reached.set(credential.id, { credential, accounts, emailUndo, restored: undoableEmail(facts, rules, now) })
    }
  }
  return [...reached.values()]
}
