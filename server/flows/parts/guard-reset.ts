import type { Deps, Tx } from '../../deps.ts'
import { judgeResetGuard } from '../../domain/tries.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'
import type { Caller } from '../caller.ts'
import { countTries, readTries } from './count.ts'
import { counters } from './counters.ts'
import { accountOf } from './flow-counters.ts'
import { recipientOf } from './recipient.ts'
import { record } from './record.ts'

/**
 * Until when an account answers no reset but one begun on a known device; null: it answers. `accountId`: or who stands
 * for nobody, so that a pair that opens nothing asks as much.
 */
export async function resetGuardedUntil(
  db: Pick<Tx, '$queryRaw' | '$executeRaw'>,
  deps: Pick<Deps, 'keys' | 'settings'>,
  { realm, accountId }: { realm: string; accountId: string },
  now: Date,
): Promise<Date | null> {
  const { rules } = deps.settings
  return judgeResetGuard(await readTries(db, deps, counters.wrongCodesInResets(realm, accountId, rules)), rules, now)
}

/**
 * Counts a wrong code of a reset begun without a known device on what closes its account to such resets. The one that
 * closes it tells the owner by mail, in the same transaction. Its caller learns nothing, and a pair that opens nothing
 * writes the same rows (rule 10).
 */
export async function countInReset(tx: Tx, deps: Deps, flow: Flow, caller: Caller, now: Date): Promise<void> {
  const { rules } = deps.settings
  const inResets = counters.wrongCodesInResets(flow.realm, accountOf(flow), rules)
  const [earlier = []] = await countTries(tx, deps, [inResets], now)
  const closed = judgeResetGuard(earlier, rules, now) !== null
  if (!closed && judgeResetGuard([...earlier, now], rules, now) !== null) await tell(tx, deps, flow, caller, now)
}

async function tell(tx: Tx, deps: Deps, flow: Flow, caller: Caller, now: Date): Promise<void> {
  const { realm, accountId, id: flowId } = flow
  const giveUpAt = new Date(now.getTime() + deps.settings.rules.noticeHours * 3_600_000)
  const email = await recipientOf(tx, flow, now)
  await enqueue(tx, { realm, kind: 'RESET_GUARDED', email, accountId, at: now, giveUpAt })
  await record(tx, { realm, kind: 'RESET_GUARDED', at: now, accountId, flowId }, caller)
}
