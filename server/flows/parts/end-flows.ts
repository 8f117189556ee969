import type { Tx } from '../../deps.ts'
import type { FlowKind } from '../../domain/flow.ts'

/** Ends the open flows of these accounts (SUPERSEDED), and with them their codes. */
export async function endFlows(
  tx: Tx,
  ended: { accountIds: readonly string[]; kinds: readonly FlowKind[]; except?: string },
  now: Date,
): Promise<void> {
  await tx.flow.updateMany({
    where: {
      accountId: { in: [...ended.accountIds] },
      kind: { in: [...ended.kinds] },
      endedAt: null,
      ...(ended.except ? { id: { not: ended.except } } : {}),
    },
    data: { endedAt: now, end: 'SUPERSEDED' },
  })
}
