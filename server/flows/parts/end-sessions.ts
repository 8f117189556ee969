import type { Tx } from '../../deps.ts'
import type { Caller } from '../caller.ts'
import { forgetDevices } from './known-device.ts'

/** Ends every open session of these accounts, and forgets their devices but the caller's own (null: all of them). */
export async function endSessions(
  tx: Tx,
  accountIds: readonly string[],
  caller: Caller | null,
  now: Date,
): Promise<void> {
  await tx.session.updateMany({ where: { accountId: { in: [...accountIds] }, endedAt: null }, data: { endedAt: now } })
  await forgetDevices(tx, accountIds, caller)
}
