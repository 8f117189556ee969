import type { Deps, Tx } from '../../deps.ts'
import { judgeResetGuard } from '../../domain/tries.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'
import type { Caller } from '../caller.ts'
import { readTries } from './count.ts'
import { counters } from './counters.ts'
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
 * The wrong code that closed the account to resets from elsewhere was just counted: its owner is told by mail. Its
 * caller learns nothing, and a pair that opens nothing writes the same rows (rule 10).
 */
export async function tellResetGuarded(tx: Tx, deps: Deps, flow: Flow, caller: Caller, now: Date): Promise<void> {
  const { realm, accountId, id: flowId } = flow
  const giveUpAt = new Date(now.getTime() + deps.settings.rules.noticeHours * 3_600_000)
  const email = await recipientOf(tx, flow, now)
  await enqueue(tx, { realm, kind: 'RESET_GUARDED', email, accountId, at: now, giveUpAt })
  await record(tx, { realm, kind: 'RESET_GUARDED', at: now, accountId, flowId }, caller)
}
