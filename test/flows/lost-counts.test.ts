import { expect, test } from 'vitest'
import { identifierKey } from '../../server/domain/identifier.ts'
import { readTries } from '../../server/flows/parts/count.ts'
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
  Object.assign(w.deps.hasher, { admit })
  w.clock.forward({ minutes: 1 })
  expect((await steps(w).signIn(letter, 'Faux-mot-99')).why).toBe('WRONG')
  expect(await logOf(w, everywhere)).toHaveLength(2)
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
    expect(await logOf(w, tries)).toHaveLength(2)
  },
)

const lose = (w: World) => w.deps.db.counter.updateMany({ data: { at: [] } })
const logOf = (w: World, counter: Counter) => readTries(w.deps.db, w.deps, counter)
