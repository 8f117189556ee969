import type { Tx } from '../deps.ts'
import { type MessageKind, Prisma } from '../generated/prisma/client.ts'
import { domainOf } from './transport.ts'

/**
 * Puts a mail into the outbox: the only way to send. The row commits or rolls back with the caller's transaction
 * (security.md rule 9), and the courier takes it from there. `codeId`: the code that a code mail carries; `giveUpAt`:
 * nothing is attempted from that instant on. `email` null: for nobody, dropped by the courier (a RESET writes the same
 * rows for a pair that opens nothing). `about`: a masked address that a notice speaks of.
 */
export async function enqueue(
  tx: Tx,
  message: {
    realm: string
    kind: MessageKind
    email: string | null
    accountId: string | null
    codeId?: string
    freezeLinkId?: string
    staffActionId?: string
    webhookId?: string
    about?: string
    at: Date
    giveUpAt: Date
  },
): Promise<void> {
  const { at, ...row } = message
  const domain = row.email === null ? null : domainOf(row.email)
  await tx.message.create({ data: { ...row, domain, createdAt: at, nextAttemptAt: at } })
}

/**
 * SQL: the same for a code's mail, as a part of the statement that makes the code: `code` is one that returns its id.
 */
export function enqueueing(
  code: string,
  message: {
    realm: string
    kind: MessageKind
    email: string | null
    accountId: string | null
    at: Date
    giveUpAt: Date
  },
): Prisma.Sql {
  const { realm, kind, email, accountId, at, giveUpAt } = message
  const domain = email === null ? null : domainOf(email)
  return Prisma.sql`
    INSERT INTO "Message"
      (realm, kind, email, domain, "accountId", "codeId", "createdAt", "nextAttemptAt", "giveUpAt")
    SELECT ${realm}, ${kind}::"MessageKind", ${email}, ${domain}, ${accountId}::uuid, id, ${at}::timestamptz(3),
      ${at}::timestamptz(3), ${giveUpAt}::timestamptz(3) FROM ${Prisma.raw(`"${code}"`)}`
}
