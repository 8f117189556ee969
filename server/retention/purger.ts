import { purgeAudit } from '../audit/purge-audit.ts'
import type { Deps } from '../deps.ts'
import { monthsBefore } from '../domain/retention.ts'
import { createLoop, type Loop } from '../loop.ts'
import { type Step, steps } from './steps.ts'

const everyMs = 15 * 60_000
/** A batch takes milliseconds; between two, flows that waited go on. */
const most = 500
/** Any number of our own: one node purges at a time. */
const purgeLock = 72_707_372

type PurgerDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'log' | 'settings'>

export interface Purger extends Loop {
  /** Lets everything go that is past its time now. */
  runOnce(): Promise<void>
}

/**
 * Retention that keeps itself (docs/decisions/0021): every quarter of an hour on every node, one at a time, in small
 * transactions that skip what a flow holds. A killed process loses its batch and no more.
 */
export function createPurger(deps: PurgerDeps): Purger {
  const { db, clock, log, settings } = deps
  const { retention, rules } = settings

  async function runOnce(): Promise<void> {
    const now = clock.now()
    const gone: Record<string, number> = {}
    const note = (name: string, count: number) => {
      if (count > 0) gone[name] = (gone[name] ?? 0) + count
      return count
    }
    for (const [name, step] of Object.entries(steps)) {
      while (note(name, await inTurn(step, now)) >= most) await breath()
    }
    const past = monthsBefore(now, retention.auditMonths)
    while (note('events', await purgeAudit(deps, past, now)) > 0) await breath()
    if (Object.keys(gone).length > 0) log.info({ gone }, 'purged')
  }

  async function inTurn(step: Step, now: Date): Promise<number> {
    return db.$transaction(async (tx) => {
      const [turn] = await tx.$queryRaw<[{ mine: boolean }]>`SELECT pg_try_advisory_xact_lock(${purgeLock}) AS mine`
      return turn.mine ? step(tx, { retention, rules, now, most }) : 0
    })
  }

  return { runOnce, ...createLoop(log, 'purge', everyMs, runOnce) }
}

const breath = () => new Promise((resolve) => setTimeout(resolve, 20))
