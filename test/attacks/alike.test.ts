import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { ask } from '../staff/support.ts'
import { statementsOf } from '../support/statements.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'
const addressOf = (identifier: string) => `${identifier.toLowerCase()}@orange.example`

/** One account in each of the states that a stranger must not tell apart, and an identifier that nobody has. */
async function everyState(w: World): Promise<Record<string, string>> {
  const step = steps(w)
  for (const identifier of ['K100', 'N100', 'C100', 'F100']) {
    const [letter] = await w.people.owner({ identifiers: [identifier] })
    if (identifier === 'N100') continue
    await migrate(w, letter, addressOf(identifier), password)
    await w.deliver()
  }
  await closeAccount(w.deps, { ...ask('C100'), cause: 'SALE' })
  const link = await w.deps.db.freezeLink.findFirstOrThrow({
    where: { credential: { email: addressOf('F100') } },
    orderBy: { createdAt: 'desc' },
  })
  expect(await step.freeze(linkToken(w.deps.keys, 'freeze link', link))).toMatchObject({ __typename: 'Frozen' })
  await w.deliver()
  w.clock.forward({ hours: 25 })
  return { known: 'K100', 'not migrated': 'N100', closed: 'C100', frozen: 'F100', unknown: 'Z999' }
}

/** Lists have the length of what was found, and ids are the database's: what is compared is what was asked. */
const shape = (statement: string) => statement.replace(/\$\d+/g, '$').replace(/\s+/g, ' ')

async function asked<T>(w: World, work: () => Promise<T>) {
  const hashes = w.hasher.work
  const { answer, statements } = await statementsOf(work)
  return { answer, statements: statements.map(shape), hashes: w.hasher.work - hashes }
}

test('a wrong password makes the same statements in the same order, and one hash, whoever’s it is', async () => {
  const w = await world()
  const step = steps(w)
  const people = await everyState(w)
  const seen = new Map<string, unknown>()
  for (const [state, identifier] of Object.entries(people)) {
    const { answer, ...cost } = await asked(w, () => step.signIn({ identifier }, 'Faux-mot-de-passe-1'))
    expect(answer, state).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
    expect(cost.hashes, state).toBe(1)
    expect(cost.statements.length, state).toBeGreaterThan(2)
    seen.set(state, cost)
  }
  for (const [state, cost] of seen) expect(cost, state).toEqual(seen.get('unknown'))
})

test('each step of a forgotten password makes the same statements, whoever’s it is and whatever was typed', async () => {
  const w = await world()
  const step = steps(w)
  const people = await everyState(w)
  const pairs = [
    ...Object.entries(people).map(([state, identifier]) => [state, identifier, addressOf(identifier)]),
    ['another address', 'K100', 'autre@orange.example'],
  ]
  const costs = new Map<string, string[][]>()
  for (const [state = '', identifier = '', email = ''] of pairs) {
    const began = await asked(w, () => step.requestReset(identifier, email))
    expect(began.answer, state).toMatchObject({ __typename: 'ResetRequested' })
    const { handle } = began.answer
    const wrong = await asked(w, () => step.verify(handle, '00000001'))
    expect(wrong.answer, state).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG', triesLeft: 4 })
    w.clock.forward({ minutes: 1 })
    const again = await asked(w, () => step.resend(handle))
    expect(again.answer, state).toMatchObject({ __typename: 'CodeSent' })
    costs.set(state, [began.statements, wrong.statements, again.statements])
  }
  expect(costs.get('unknown')?.map((statements) => statements.length > 5)).toEqual([true, true, true])
  for (const [state, cost] of costs) expect(cost, state).toEqual(costs.get('unknown'))
})
