import type { Tx } from '../deps.ts'
import { isMailboxLost, type Verdict } from '../domain/delivery.ts'
import { type Message, Prisma } from '../generated/prisma/client.ts'

/** The addresses of the owner of one account that are this one: the credential's own, and those split from it. */
const verified = (accountId: string, email: string) => ({ email, owner: { accounts: { some: { id: accountId } } } })

/**
 * What became of a message, told to the verified address it went to: a mailbox that is gone is marked, so that its owner
 * and the service are warned (mail still goes there), and unmarked once its own server (`by`) takes a later message. A
 * message to an address that is not the credential's (any more), or that was sent before the address was proved, marks
 * nothing: the code typed since says more. In the transaction that writes the Delivery, after its message's lock.
 */
export async function noteFate(
  tx: Pick<Tx, 'credential'>,
  message: Pick<Message, 'accountId' | 'email' | 'createdAt'>,
  fate: Verdict & { by: string | null },
  at: Date,
): Promise<void> {
  const { accountId, email, createdAt } = message
  if (accountId === null || email === null) return
  const address = verified(accountId, email)
  if (isMailboxLost(fate)) {
    await tx.credential.updateMany({
      where: { ...address, emailRefusedAt: null, emailVerifiedAt: { lte: createdAt } },
      data: { emailRefusedAt: at, emailRefusedFor: fate.reason },
    })
  } else if (fate.status === 'ACCEPTED' && fate.by !== null) {
    await tx.credential.updateMany({ where: { ...address, emailRefusedAt: { lte: createdAt } }, data: fine })
  }
}

/**
 * SQL, for the statement that takes a right code: it was mailed to the address and typed, and nothing proves better that
 * mail arrives there.
 */
export function unmarkProved(accountId: string | null, email: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Credential" SET "emailRefusedAt" = NULL, "emailRefusedFor" = NULL
    WHERE "ownerId" = (SELECT "ownerId" FROM "Account" WHERE id = ${accountId}::uuid)
      AND email = ${email} AND "emailRefusedAt" IS NOT NULL`
}

const fine = { emailRefusedAt: null, emailRefusedFor: null }
