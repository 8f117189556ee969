import type { Deps } from '../deps.ts'
import { createLoop, type Loop } from '../loop.ts'
import { beforeAll, type Seal, writeSeal } from './chain.ts'
import { sealNext } from './seal.ts'

/** Twice a second: what is committed is sealed within a second (security.md, audit). */
const everyMs = 500

export interface Sealer extends Loop {
  /** Seals everything that is committed now; resolves with how many events that was. */
  runOnce(): Promise<number>
}

/**
 * Seals the audit behind the flows, which never wait for it. Every node runs one; one at a time works. Each new seal is
 * logged, hence kept where whoever holds the database cannot reach it, and remembered: an end that was cut off is told
 * when the next event is sealed.
 */
export function createSealer(deps: Pick<Deps, 'db' | 'keys' | 'log'>): Sealer {
  const { log } = deps
  let known: Seal = beforeAll

  async function runOnce(): Promise<number> {
    let total = 0
    while (await deps.db.event.findFirst({ where: { number: null }, select: { id: true } })) {
      const done = await sealNext(deps, known)
      if (!done) break
      if (!done.isWhole) log.error({ seal: writeSeal(known) }, 'audit was tampered with: this seal is gone')
      known = done.newest
      total += done.count
      log.info({ seal: writeSeal(known) }, 'audit sealed')
    }
    return total
  }

  return { runOnce, ...createLoop(log, 'audit sealer', everyMs, runOnce) }
}
