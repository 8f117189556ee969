import { finishMigration, finishPasswordChange, finishReset } from './journeys.ts'
import { meet, type Person } from './person.ts'
import type { Program } from './program.ts'
import type { Town } from './town.ts'

const passwords = ['Tilleul-42-lampe', 'Platane-57-chaise'] as const

export interface Traffic {
  /** How many askings were answered, told Busy, or broken off. */
  counts: { ANSWERED: number; BUSY: number; BROKEN: number }
  /** Journeys walked to their end. */
  journeys(): number
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
  let waiting: (() => void)[] = []
  let journeys = 0
  let going = true
  let longestWait = 0
  const patienceOf = () => {
    let answered = performance.now()
    return {
      note(outcome: keyof typeof counts) {
        counts[outcome]++
        if (outcome !== 'ANSWERED') return
        longestWait = Math.max(longestWait, performance.now() - answered)
        answered = performance.now()
        for (const tell of waiting) tell()
        waiting = []
      },
    }
  }

  const met: Person[] = []
  for (let n = 0; n < people; n++) met.push(await meet(town, () => nodeOf(n), patienceOf()))
  const walks = met.map(async (person) => {
    await finishMigration(person)
    for (let round = 1; going; round++) {
      const [before, after] = round % 2 === 1 ? passwords : ([passwords[1], passwords[0]] as const)
      if (round % 3 === 0) await finishReset(person, after)
      else await finishPasswordChange(person, before, after)
      if ((await person.me())?.email !== person.email) throw new Error('signed in, and nobody is there')
      journeys++
    }
  })
  // Awaited at the end: until then a failure is nobody's.
  const ended = Promise.allSettled(walks)

  return {
    counts,
    journeys: () => journeys,
    longestWait: () => longestWait / 1000,
    async answeredSince(then) {
      await new Promise<void>((tell) => waiting.push(tell))
      return (performance.now() - then) / 1000
    },
    async stop() {
      going = false
      const failed = (await ended).flatMap((walk) => (walk.status === 'rejected' ? [walk.reason] : []))
      if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of ${people} could not go on`)
    },
  }
}
