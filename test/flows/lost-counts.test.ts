import { expect, test } from 'vitest'
import { identifierKey } from '../../server/domain/identifier.ts'
import { readTries } from '../../server/flows/parts/count.ts'
import { uncountCode } from '../../server/flows/parts/count-code.ts'
import { type Counter, counters } from '../../server/flows/parts/counters.ts'
import { verifyEmailCode } from '../../server/flows/verify-email-code.ts'
import { anyone } from '../support/callers.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

// A count's commit is not waited for on the disk: PostgreSQL loses it when it crashes and is back before the outcome.

const email = 'marie@orange.example'

test('a wrong password whose count is lost while it is compared counts all the same, once', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, 'Tilleul-42-lampe')
  const { rules } = w.deps.settings
  const everywhere = counters.signInsOnIdentifier('live', identifierKey(letter.identifier) ?? '', rules)
  const { admit } = w.deps.hasher
  const losing = () => {
    const place = admit()
    return (
      place && {
        ...place,
        verify: (...asked: Parameters<typeof place.verify>) => lose(w).then(() => place.verify(...asked)),
      }
    )
  }
  Object.assign(w.deps.hasher, { admit: losing })
  expect((await steps(w).signIn(letter, 'Faux-mot-99')).why).toBe('WRONG')
  expect(await logOf(w, everywhere)).toEqual([w.clock.now()])
  expect(await logs(w, 'SIGN_IN')).toEqual({ SIGN_IN_IDENTIFIER: 1, SIGN_IN_NETWORK: 1 })
  Object.assign(w.deps.hasher, { admit })
  w.clock.forward({ minutes: 1 })
  expect((await steps(w).signIn(letter, 'Faux-mot-99')).why).toBe('WRONG')
  expect(await logs(w, 'SIGN_IN')).toEqual({ SIGN_IN_IDENTIFIER: 2, SIGN_IN_NETWORK: 2 })
})

test.each(['MIGRATION', 'RESET'] as const)(
  'a wrong code of a %s whose count is lost while it is compared counts all the same, once',
  async (kind) => {
    const w = await world()
    const step = steps(w)
    const [letter] = await w.people.owner()
    if (kind === 'RESET') await migrate(w, letter, email, 'Tilleul-42-lampe')
    w.clock.forward({ minutes: 5 })
    const { handle } = kind === 'RESET' ? await step.requestReset(letter.identifier, email) : await step.start(letter)
    if (kind === 'MIGRATION') await step.chooseEmail(handle, email)
    const tries = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
    const { $transaction } = w.deps.db
    const losing = async (work: never) => {
      await lose(w)
      await w.deps.db.flow.updateMany({ where: { kind }, data: { triesSpent: 0 } })
      return $transaction.call(w.deps.db, work)
    }
    const deps = {
      ...w.deps,
      db: new Proxy(w.deps.db, { get: (db, key) => (key === '$transaction' ? losing : Reflect.get(db, key)) }),
    }
    expect(await verifyEmailCode(deps, { flow: handle, code: '00000000' }, anyone)).toMatchObject({ reason: 'WRONG' })
    expect(await logOf(w, tries)).toEqual([w.clock.now()])
    expect(await step.verify(handle, '00000001')).toMatchObject({ reason: 'WRONG', triesLeft: 3 })
    const pair = kind === 'RESET' ? { WRONG_CODE_PAIR: 2, WRONG_CODE_RESET: 2 } : {}
    expect(await logs(w, 'WRONG_CODE')).toEqual({ WRONG_CODE: 2, ...pair })
  },
)

const lose = (w: World) => w.deps.db.counter.deleteMany()
const logOf = (w: World, counter: Counter) => readTries(w.deps.db, w.deps, counter)
/** How many tries each counter of these kinds holds. */
async function logs(w: World, like: string): Promise<Record<string, number>> {
  const rows = await w.deps.db.counter.findMany({ where: { kind: { startsWith: like } } })
  return Object.fromEntries(rows.map(({ kind, at }) => [kind, at.length]))
}

test('two wrong codes of one millisecond, the second lost: both count, on the set and on the account', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const type = (deps: World['deps'], code: string) => verifyEmailCode(deps, { flow: handle, code }, anyone)
  expect(await type(w.deps, '00000000')).toMatchObject({ triesLeft: 4 })
  const { $transaction } = w.deps.db
  const losing = async (work: never) => {
    await w.deps.db.counter.updateMany({ where: { kind: 'WRONG_CODE' }, data: { at: [w.clock.now()] } })
    await w.deps.db.flow.updateMany({ data: { triesSpent: 1 } })
    return $transaction.call(w.deps.db, work)
  }
  const db = new Proxy(w.deps.db, { get: (db, key) => (key === '$transaction' ? losing : Reflect.get(db, key)) })
  expect(await type({ ...w.deps, db }, '00000001')).toMatchObject({ triesLeft: 3 })
  expect(await logs(w, 'WRONG_CODE')).toEqual({ WRONG_CODE: 2 })
  expect((await w.deps.db.flow.findFirstOrThrow()).triesSpent).toBe(2)
})

test('a late code whose count is lost takes nobody else’s back', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const tries: [Counter] = [counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)]
  await step.verify(handle, '00000000')
  w.clock.forward({ minutes: 1 })
  const flow = await w.deps.db.flow.findFirstOrThrow()
  await uncountCode(w.deps, flow, tries, w.clock.now())
  expect((await w.deps.db.flow.findFirstOrThrow()).triesSpent).toBe(1)
})
