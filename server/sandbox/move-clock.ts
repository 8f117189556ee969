import type { Deps } from '../deps.ts'
import type { InputRefused } from '../domain/refusals.ts'
import type { Caller } from '../flows/caller.ts'
import { settleSandbox } from './post.ts'
import { realmDeps } from './realm-deps.ts'

export interface ClockMoved {
  __typename: 'ClockMoved'
  now: Date
  aheadSeconds: number
}

/** More than a rolling year and the month that audit rows outlive it: nothing of the journeys lasts longer. */
export const greatestAheadDays = 400

/**
 * Moves the clock of the caller's sandbox on. Promise: nobody else's moves, and it never goes back but by a reset, since
 * what was written would lie in the time to come. Mail that falls due on the way is settled at its own instant. Refuses
 * with InputRefused: less than a second, or further ahead than 400 days in all.
 */
export async function moveClock(
  deps: Deps,
  { seconds }: { seconds: number },
  { realm }: Caller,
): Promise<ClockMoved | InputRefused> {
  const greatest = greatestAheadDays * 86_400
  const refused: InputRefused = {
    __typename: 'InputRefused',
    fields: [{ field: 'seconds', reason: seconds < 1 ? 'MALFORMED' : 'TOO_LONG' }],
  }
  if (seconds < 1 || seconds > greatest) return refused
  const [moved] = await deps.db.$queryRaw<{ aheadSeconds: number }[]>`
    UPDATE "Sandbox" SET "aheadSeconds" = "aheadSeconds" + ${seconds}::int
    WHERE realm = ${realm} AND "aheadSeconds" + ${seconds}::int <= ${greatest}::int
    RETURNING "aheadSeconds"`
  if (!moved) return refused
  const later = realmDeps(deps, seconds)
  await settleSandbox(later, realm)
  const now = later.clock.now()
  return { __typename: 'ClockMoved', now, aheadSeconds: moved.aheadSeconds }
}
