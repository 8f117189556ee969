import { setTimeout as pause } from 'node:timers/promises'
import { finishMigration, finishPasswordChange, finishReset } from './journeys.ts'
import { type Asking, meet, type Outcome, type Person } from './person.ts'
import type { Program } from './program.ts'
import type { Town } from './town.ts'

const passwords = ['Tilleul-42-lampe', 'Platane-57-chaise'] as const

export interface Traffic {
  /** How many askings were answered, told Busy, or broken off. */
  counts: Record<Outcome, number>
  /** Askings that were broken off. */
  broken: readonly Asking[]
  /** Askings without an answer yet, of a node. */
  inFlight(node: Program): Asking[]
  /** Journeys walked to their end. */
  journeys(): number
  /** Resolves once everybody has walked so many more journeys to their end. Fails with whoever could not. */
  walked(more?: number): Promise<void>
  /** Resolves when somebody is answered something else than Busy; gives the seconds since `then`. */
  answeredSince(then: number): Promise<number>
  /** The longest that anybody went without an answer but Busy, in seconds. */
  longestWait(): number
  /** Lets everybody walk to the end. Fails with whoever could not. */
  stop(): Promise<void>
}

/**
 * People who walk through resets, sign-ins and password changes without a pause, each on the node that `nodeOf` gives
 * them. They ask again while they are told Busy, and never give up: a journey that does not end is a failed flow.
 */
export async function openTraffic(town: Town, nodeOf: (n: number) => Program, people = 6): Promise<Traffic> {
  const counts = { ANSWERED: 0, BUSY: 0, BROKEN: 0 }
  const broken: Asking[] = []
  const asking = new Set<Asking>()
  const ended: number[] = Array(people).fill(0)
  const failed: unknown[] = []
  let going = true
  let longestWait = 0
  const patienceOf = () => {
    let answered = performance.now()
    return {
      begin: (one: Asking) => void asking.add(one),
      note(outcome: Outcome, one: Asking) {
        asking.delete(one)
        counts[outcome]++
        if (outcome === 'BROKEN') broken.push(one)
        if (outcome !== 'ANSWERED') return
        longestWait = Math.max(longestWait, performance.now() - answered)
        answered = performance.now()
      },
    }
  }

  async function walk(person: Person, n: number): Promise<void> {
    await finishMigration(person)
    for (let round = 1; going; round++) {
      const [before, after] = round % 2 === 1 ? passwords : ([passwords[1], passwords[0]] as const)
      if (round % 3 === 0) await finishReset(person, after)
      else await finishPasswordChange(person, before, after)
      if ((await person.me())?.email !== person.email) throw new Error('signed in, and nobody is there')
      ended[n] = (ended[n] ?? 0) + 1
    }
  }

  const met: Person[] = []
  for (let n = 0; n < people; n++) met.push(await meet(town, () => nodeOf(n), patienceOf()))
  const walks = met.map((person, n) => walk(person, n).catch((fault) => void failed.push(fault)))

  function expectNobodyFailed(): void {
    if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of ${people} could not go on`)
  }

  async function until(comes: () => boolean): Promise<void> {
    for (; !comes(); await pause(10)) expectNobodyFailed()
  }

  return {
    ...{ counts, broken },
    inFlight: (node) => [...asking].filter((one) => one.node === node),
    journeys: () => ended.reduce((sum, n) => sum + n, 0),
    longestWait: () => longestWait / 1000,
    walked(more = 1) {
      const goal = ended.map((n) => n + more)
      return until(() => ended.every((n, i) => n >= (goal[i] ?? 0)))
    },
    async answeredSince(then) {
      const before = counts.ANSWERED
      await until(() => counts.ANSWERED > before)
      return (performance.now() - then) / 1000
    },
    async stop() {
      going = false
      await Promise.all(walks)
      expectNobodyFailed()
    },
  }
}
