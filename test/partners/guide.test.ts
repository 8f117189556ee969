import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawGuide, guidePath, readExamples } from '../../scripts/draw-guide.ts'
import { createSealer } from '../../server/audit/sealer.ts'
import { play, readJourneys } from '../../server/sandbox/guide-examples.ts'
import { issuedPassword, ownPassword } from '../../server/sandbox/people.ts'
import { openFace } from '../support/http.ts'
import { listenTo } from '../support/listen.ts'
import { newPartner } from '../support/partners.ts'
import { type World, world } from '../support/world.ts'

const guide = readFileSync(guidePath, 'utf8')

test('the guide shows the examples and the people as they are', () => {
  expect(guide).toBe(drawGuide(guide, readExamples()))
  expect(guide).toContain(`**${issuedPassword}**`)
  expect(guide).toContain(`**${ownPassword}**`)
})

test('the guide shows a request of every journey, and names no magic identifier that is none', () => {
  const shown = [...guide.matchAll(/<!-- example: (\S+)\//g)].map(([, journey]) => journey)
  expect([...new Set(shown)].toSorted()).toEqual(readJourneys().map(({ name }) => name))
})

test.each(readJourneys())('every request of $name is answered as the guide shows', async (journey) => {
  const w = await world()
  await w.people.owner()
  const { secret: key } = await newPartner(w.deps, 'lumen', { scopes: ['flows', 'read-accounts', 'read-events'] })
  const sealer = createSealer(w.deps)
  let told = 0
  await play(
    journey,
    async ({ document, variables, token, listens }) => {
      // A partner asks seconds later.
      await sealer.runOnce()
      if (listens) return listen(w, key, document, variables)
      return w.api(document, variables, { key, ...(token !== null && { token }) })
    },
    (step, _sent, data) => {
      told++
      expect(shapeOf(data), step.name).toEqual(shapeOf(step.answer))
    },
  )
  expect(told).toBe(journey.steps.length)
  expect(told).toBeGreaterThan(0)
})

/** What is told first, as a partner's program hears it. */
async function listen(w: World, key: string, query: string, variables: object): Promise<unknown> {
  const { origin } = await openFace(w.deps)
  const flow = 'handle' in variables ? String(variables.handle) : ''
  const listener = await listenTo(origin, flow, { query, variables, headers: { 'connexion-key': key } })
  const first = await listener.next()
  listener.leave()
  return first.data
}

/** What a program relies on: names, kinds of values, words of the contract. Texts, secrets and instants vary. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, named(name, inner)]))
  }
  if (typeof value !== 'string') return typeof value === 'number' ? 'a number' : value
  if (/^[A-Z]+(_[A-Z]+)*$/.test(value)) return value
  return /^\d{4}-\d\d-\d\dT/.test(value) ? 'an instant' : 'a text'
}

const named = (name: string, value: unknown) => (name === '__typename' ? value : shapeOf(value))
