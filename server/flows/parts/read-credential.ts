import type { Tx } from '../../deps.ts'
import type { Account, Credential, Owner } from '../../generated/prisma/client.ts'
import type { Proof } from './prove-secret.ts'
import type { Session } from './prove-session.ts'

export interface OwnedCredential {
  id: string
  email: string
  emailVerifiedAt: Date
  emailRefusedAt: Credential['emailRefusedAt']
  emailRefusedFor: Credential['emailRefusedFor']
  previousEmail: string | null
  emailChangedAt: Date | null
  emailUndoneAt: Date | null
  resetBlockedUntil: Date | null
  deadHashes: string[]
  owner: Owner
  /** Every account that shares it, whatever its state. */
  accounts: Account[]
}

/** The credential of an account with its owner and the accounts that share it; null when it has none. */
export async function readCredential(db: Pick<Tx, 'account'>, accountId: string): Promise<OwnedCredential | null> {
  const account = await db.account.findUnique({
    where: { id: accountId },
    include: { owner: true, credential: { include: { accounts: { orderBy: { identifierKey: 'asc' } } } } },
  })
  return account?.credential ? { ...account.credential, owner: account.owner } : null
}

/**
 * Under the owner's lock: the account, if the session still lives and the password that was proved is still its own.
 * Null: another request ended the one or changed the other meanwhile.
 */
export async function stillProved(tx: Tx, session: Session | null, proof: Proof): Promise<Account | null> {
  if (!session) return null
  const found = await tx.session.findFirst({
    where: {
      id: session.id,
      endedAt: null,
      account: { id: proof.account.id, state: 'ACTIVE', credential: { passwordHash: proof.hash } },
    },
    include: { account: true },
  })
  return found?.account ?? null
}
