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
  // Asked for a pair that opens nothing too, in one statement: a second one for those who have a credential would tell.
  const [row] = await tx.$queryRaw<{ state: string; email: string | null; resetBlockedUntil: Date | null }[]>`
    SELECT a.state::text, c.email, c."resetBlockedUntil"
    FROM "Account" AS a LEFT JOIN "Credential" AS c ON c.id = a."credentialId"
    WHERE a.id = ${flow.accountId}::uuid`
  if (!row || row.email === null || !flow.email) return null
  const { state, email, resetBlockedUntil } = row
  return resettableEmail({ state, credential: { email, resetBlockedUntil } }, flow.email, now)
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
