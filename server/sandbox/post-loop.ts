import type { Deps } from '../deps.ts'
import { createLoop, type Loop } from '../loop.ts'
import { settleSandbox } from './post.ts'
import { realmDeps } from './realm-deps.ts'

/** A greylisted mail is taken while its owner waits in front of the page, and nobody asks anything. */
const everyMs = 1000
/** A sandbox that nobody used for so long waits for who comes back. */
const awakeMs = 3_600_000

/** What falls due in sandboxes by time alone; what a request makes due is settled with it. */
export function createSandboxPost(deps: Deps): Loop {
  return createLoop(deps.log, 'sandbox post', everyMs, async () => {
    const since = new Date(deps.clock.now().getTime() - awakeMs)
    const awake = await deps.db.sandbox.findMany({ where: { usedAt: { gt: since } } })
    for (const { realm, aheadSeconds } of awake) await settleSandbox(realmDeps(deps, aheadSeconds), realm)
  })
}
