import type { Tx } from '../../deps.ts'
import type { Flow } from '../../generated/prisma/client.ts'

/**
 * Where a flow's codes go. A RESET mails only the address read from the database, while it still is the one typed and
 * a reset may be answered (rule 4); null: nobody. The other kinds mail the address their own step chose.
 */
export async function recipientOf(
  tx: Tx,
  flow: Pick<Flow, 'kind' | 'accountId' | 'email'>,
  now: Date,
): Promise<string | null> {
  if (flow.kind !== 'RESET') return flow.email
  // Asked for a pair that opens nothing too: the same statements, whoever calls.
  const account = await tx.account.findFirst({
    where: { id: flow.accountId ?? '00000000-0000-0000-0000-000000000000' },
    include: { credential: true },
  })
  return account && flow.email ? resettableEmail(account, flow.email, now) : null
}

/** The credential's address, if the typed one is it and a forgotten password may be answered now; null otherwise. */
export function resettableEmail(
  account: { state: string; credential: { email: string; resetBlockedUntil: Date | null } | null },
  typed: string,
  now: Date,
): string | null {
  const { state, credential } = account
  if (state !== 'ACTIVE' || credential?.email !== typed) return null
  return credential.resetBlockedUntil && credential.resetBlockedUntil > now ? null : credential.email
}
