import type { Tx } from '../../deps.ts'
import type { FlowKind } from '../../domain/flow.ts'
import { lockOpenFlows } from './lock.ts'

/**
 * Ends the open flows of these accounts (SUPERSEDED), and with them their codes: the flows are locked before any code, as
 * `verifyEmailCode` does, or the two wait in a circle. A reset that still waits for its code
 * ends in silence: it becomes one of a pair that opens nothing, since who holds it may not know that it was right
 * (docs/decisions/0012). Resolves with how many were still to be walked on.
 */
export async function endFlows(
  tx: Tx,
  ended: { accountIds: readonly string[]; kinds: readonly FlowKind[]; except?: string },
  now: Date,
): Promise<number> {
  const open = {
    accountId: { in: [...ended.accountIds] },
    endedAt: null,
    ...(ended.except ? { id: { not: ended.except } } : {}),
  }
  for (const kind of ended.kinds) await lockOpenFlows(tx, ended.accountIds, kind)
  if (ended.kinds.includes('RESET')) {
    const waiting = { ...open, kind: 'RESET', step: 'ENTER_CODE' } as const
    await tx.code.updateMany({ where: { flow: waiting }, data: { muted: true } })
    await tx.flow.updateMany({ where: waiting, data: { accountId: null } })
  }
  const { count } = await tx.flow.updateMany({
    where: { ...open, kind: { in: [...ended.kinds] }, expiresAt: { gte: now } },
    data: { endedAt: now, end: 'SUPERSEDED' },
  })
  return count
}

/**
 * Ends every open migration of an owner: where its codes may go was decided when it began, and an owner's verified
 * address has changed since. Attack: a letter's thief opens a migration early, and finishes it with an address of
 * their own once the owner has verified another. Under the owner's lock.
 */
export async function endMigrations(tx: Tx, ownerId: string, except: string | null, now: Date): Promise<void> {
  await tx.flow.updateMany({
    where: {
      account: { ownerId },
      kind: 'MIGRATION',
      endedAt: null,
      ...(except ? { id: { not: except } } : {}),
    },
    data: { endedAt: now, end: 'SUPERSEDED' },
  })
}
