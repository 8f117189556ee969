import type { Tx } from '../deps.ts'
import type { MessageKind } from '../generated/prisma/client.ts'

/**
 * Puts a mail into the outbox: the only way to send. The row commits or rolls back with the caller's transaction
 * (security.md rule 9), and the courier takes it from there. `codeId`: the code that a code mail carries; `giveUpAt`:
 * nothing is attempted from that instant on.
 */
export async function enqueue(
  tx: Tx,
  message: {
    realm: string
    kind: MessageKind
    email: string
    accountId: string
    codeId?: string
    at: Date
    giveUpAt: Date
  },
): Promise<void> {
  const { at, ...row } = message
  await tx.message.create({ data: { ...row, createdAt: at, nextAttemptAt: at } })
}
