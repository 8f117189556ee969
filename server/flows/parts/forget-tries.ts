import type { Deps, Tx } from '../../deps.ts'
import { isOneOf } from './counter-sql.ts'
import type { Counter } from './counters.ts'

/** Empties what was counted on accounts that are no more (`owner:erase`): their ids are given to nobody else. */
export async function forgetTries(
  tx: Pick<Tx, '$executeRaw'>,
  deps: Pick<Deps, 'keys'>,
  forgotten: readonly [Counter, ...Counter[]],
): Promise<void> {
  await tx.$executeRaw`DELETE FROM "Counter" WHERE ${isOneOf(deps, forgotten)}`
}
