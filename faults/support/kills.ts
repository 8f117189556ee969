import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Journey } from './journeys.ts'
import type { Moment } from './line.ts'
import { meet, type Union } from './person.ts'
import type { Program } from './program.ts'
import { tell } from './tell.ts'
import { openTown, type Town } from './town.ts'

const commits = ({ sql, when, inTransaction }: Moment) =>
  when === 'after' && (/^COMMIT/.test(sql) || (!inTransaction && !/^\s*SELECT/.test(sql)))
/** Before a statement reached PostgreSQL; after one that committed was answered, on the way back. */
const worthDying = (moment: Moment) => !moment.background && (moment.when === 'before' || commits(moment))
const median = (seconds: number[]) => seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0

/** Asks a step, and kills the node at its moment of this number. Null: it has fewer, and was answered. */
async function diesAt(town: Town, node: Program, deadly: number, ask: () => Promise<Union>): Promise<Moment | null> {
  let seen = 0
  let last: Moment | null = null
  let death: Promise<void> | null = null
  town.line.watch(async (moment) => {
    if (!worthDying(moment)) return 'GO'
    seen++
    if (seen !== deadly) return 'GO'
    last = moment
    death = node.kill()
    await death
    return 'STOP'
  })
  try {
    const answer = await ask().catch((error) => {
      if (!death) throw error
      return null
    })
    if (!answer) return last
    expect(answer.message).toBeUndefined()
    return null
  } finally {
    town.line.watch(null)
    await death
  }
}

/** The tests of a journey: at every statement of each of its steps, however many those are by now. */
export function testKills({ name, prepare, steps, finish }: Journey): void {
  let town: Town
  let node: Program
  /** Seconds to the first answer: of a start behind a kill, and of one behind a stop. */
  const backIn: number[] = []
  const cleanly: number[] = []

  beforeAll(async () => {
    town = await openTown()
    node = await town.node()
  })
  // What one step's deaths left must not fail the next one's.
  beforeEach(async () => {
    if (node.alive()) await node.stop()
    await node.start()
    cleanly.push(node.startedIn())
  })
  afterAll(async () => {
    const [killed, usual] = [median(backIn), median(cleanly)]
    tell(
      `${name}: killed ${backIn.length} times; back in ${killed.toFixed(1)} s (median), ${Math.max(...backIn).toFixed(1)} s at most; behind a stop in ${usual.toFixed(1)} s`,
    )
    // Nothing has to be waited for or cleared away first; how long a start takes at all is the machine's to say.
    expect(killed).toBeLessThanOrEqual(2 * usual + 1)
    await town.expectLaws({ sealed: true })
    await town.close()
  })

  /** Somebody in front of a step, with what it takes. */
  async function walkTo(step: number): Promise<Awaited<ReturnType<typeof meet>>> {
    const person = await meet(town, () => node)
    await prepare(person)
    for (const { first, ask } of steps.slice(0, step)) {
      await first?.(person)
      await ask(person)
    }
    await steps[step]?.first?.(person)
    return person
  }

  describe(`kill -9 in ${name}`, () => {
    test.each(steps.map((step, i) => ({ step, i, called: step.name })))(
      'at every statement of $called: nothing is half done, and its owner goes on to the end',
      async ({ step, i }) => {
        const began = performance.now()
        const deaths: Moment[] = []
        for (;;) {
          const person = await walkTo(i)
          const death = await diesAt(town, node, deaths.length + 1, () => step.ask(person))
          if (!death) break
          deaths.push(death)
          await town.untilAlone()
          await town.expectLaws()
          await node.start()
          backIn.push(node.startedIn())
          await finish(person)
        }
        // However few statements it is made of: it died before one of them, and behind what it committed.
        expect(deaths.some(({ when }) => when === 'before')).toBe(true)
        expect(deaths.some(commits)).toBe(true)
        await town.expectLaws()
        const seconds = (performance.now() - began) / 1000
        tell(`${name}, ${step.name}: killed at ${deaths.length} moments in ${seconds.toFixed(0)} s`)
      },
    )
  })
}
