import pino from 'pino'
import { expect, test } from 'vitest'
import type { Deps } from '../../server/deps.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { canary, expectNoEcho, signInMutation, wire } from './wire.ts'

/** A log that can be read back. */
function logged(): { lines: string[]; log: Deps['log'] } {
  const lines: string[] = []
  return { lines, log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }) }
}

const signIn = { query: signInMutation, variables: { input: { identifier: '012345', password: canary } } }

const breakages: [what: string, parts: (w: World) => Partial<Deps>][] = [
  [
    'a bug with a secret in its message',
    () => ({
      blocklist: {
        isCommon: () => {
          throw new Error(`postgresql://admin:${canary}@db`)
        },
      },
      hasher: {
        admit: () => {
          throw new TypeError(`postgresql://admin:${canary}@db`)
        },
        retryAfterSeconds: () => 1,
        isOutdated: () => false,
      },
    }),
  ],
  [
    'something thrown that is no error',
    () => ({
      hasher: {
        admit: () => {
          throw canary
        },
        retryAfterSeconds: () => 1,
        isOutdated: () => false,
      },
    }),
  ],
]

test('a bug answers 500 with a number to quote, and not a word of what it was', async () => {
  const w = await world()
  for (const [what, parts] of breakages) {
    const { lines, log } = logged()
    const answer = await wire(w, { ...parts(w), log }).post(signIn)
    expect(answer.status, what).toBe(500)
    expect(answer.json).toEqual({
      errors: [
        {
          message: 'Unexpected error.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', reference: expect.stringMatching(/^[0-9A-F]{10}$/) },
        },
      ],
      data: null,
    })
    expectNoEcho(answer)
    const { reference } = answer.json.errors[0].extensions
    expect(
      lines.filter((line) => line.includes(reference)),
      what,
    ).toHaveLength(1)
  }
})

test('a database that refuses a statement is a bug, told by number; neither answer nor log holds what was typed', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const { handle } = await steps(w).start(letter)
  await w.deps.db.$executeRawUnsafe('DROP TABLE "Event" CASCADE')
  const { lines, log } = logged()
  const api = wire(w, { log })
  const email = `${canary.replace('é', 'e')}@orange.example`
  const chooseEmail = {
    query: 'mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { __typename } }',
    variables: { input: { flow: handle, email } },
  }
  for (const body of [signIn, chooseEmail]) {
    const answer = await api.post(body)
    expect(answer.status, answer.text).toBe(500)
    expectNoEcho(answer)
  }
  expect(lines).toHaveLength(2)
  expect(lines.join()).not.toContain('hunter2')
  expect(lines.join()).not.toContain(handle)
})

test('each failure has a number of its own', async () => {
  const w = await world()
  const [, parts] = breakages[0] ?? []
  const api = wire(w, parts?.(w))
  const references = new Set<string>()
  for (let i = 0; i < 20; i++) references.add((await api.post(signIn)).json.errors[0].extensions.reference)
  expect(references.size).toBe(20)
})
