import type { Tx } from '../../deps.ts'

/** Ends every open session of these accounts. */
export async function endSessions(tx: Tx, accountIds: readonly string[], now: Date): Promise<void> {
  await tx.session.updateMany({ where: { accountId: { in: [...accountIds] }, endedAt: null }, data: { endedAt: now } })
}
