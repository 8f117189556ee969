import type { Tx } from '../deps.ts'
import { isMailboxLost, type Verdict } from '../domain/delivery.ts'
import type { Message } from '../generated/prisma/client.ts'

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

/** A code that was mailed to the address was typed: nothing proves better that mail arrives there. */
export async function noteProof(tx: Pick<Tx, 'credential'>, accountId: string, email: string): Promise<void> {
  await tx.credential.updateMany({
    where: { ...verified(accountId, email), emailRefusedAt: { not: null } },
    data: fine,
  })
}

const fine = { emailRefusedAt: null, emailRefusedFor: null }
