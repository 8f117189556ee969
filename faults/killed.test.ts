import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { journeys } from './support/journeys.ts'
import type { Moment } from './support/line.ts'
import { meet } from './support/person.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'

let town: Town
let node: Program
const backIn: number[] = []

beforeAll(async () => {
  town = await openTown()
  node = await town.node()
})
// What one step's deaths left must not fail the next one's.
beforeEach(async () => {
  if (!node.alive()) await node.start()
})
afterAll(async () => {
  const [median = 0, most = 0] = [backIn.sort((a, b) => a - b)[Math.floor(backIn.length / 2)], backIn.at(-1)]
  tell(`killed ${backIn.length} times; back in ${median.toFixed(1)} s (median), ${most.toFixed(1)} s at most`)
  expect(median).toBeLessThanOrEqual(5)
  await town.expectLaws({ sealed: true })
  await town.close()
})

/** Before a statement reached PostgreSQL; after one that committed was answered, on the way back. */
const worthDying = ({ sql, when, inTransaction, background }: Moment) =>
  !background && (when === 'before' || /^COMMIT/.test(sql) || (!inTransaction && !/^\s*SELECT/.test(sql)))

/** Asks a step, and kills the node at its moment of this number. False: it has fewer, and was answered. */
async function diesAt(deadly: number, ask: () => Promise<unknown>): Promise<boolean> {
  let seen = 0
  let death: Promise<void> | null = null
  town.line.watch(async (moment) => {
    if (!worthDying(moment)) return 'GO'
    seen++
    if (seen !== deadly) return 'GO'
    death = node.kill()
    await death
    return 'STOP'
  })
  try {
    await ask()
    return false
  } catch (error) {
    if (!death) throw error
    await death
    return true
  } finally {
    town.line.watch(null)
  }
}

describe.each(journeys)('kill -9 in $name', ({ name, prepare, steps, finish }) => {
  test.each(steps.map((step, i) => ({ step, i, called: step.name })))(
    'at every statement of $called: nothing is half done, and its owner goes on to the end',
    async ({ step, i }) => {
      const began = performance.now()
      const walkHere = async () => {
        const person = await meet(town, () => node)
        await prepare(person)
        for (const { ask } of steps.slice(0, i)) await ask(person)
        return person
      }
      let deaths = 0
      for (let person = await walkHere(); await diesAt(deaths + 1, () => step.ask(person)); person = await walkHere()) {
        deaths++
        await town.untilAlone()
        await town.expectLaws()
        await node.start()
        backIn.push(node.startedIn())
        await finish(person)
      }
      expect(deaths).toBeGreaterThan(3)
      await town.expectLaws()
      tell(`${name}, ${step.name}: killed at ${deaths} moments in ${((performance.now() - began) / 1000).toFixed(0)} s`)
    },
  )
})
