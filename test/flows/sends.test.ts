import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie.durand@orange.example'

test('the same address within a minute: asked twice sends once, asked again is told to wait', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  w.clock.forward({ seconds: 30 })
  expect(await step.chooseEmail(handle, email.toUpperCase())).toMatchObject({ __typename: 'CodeSent' })
  expect(await step.resend(handle)).toMatchObject({ __typename: 'SendRefused', retryAt: '2026-11-22T13:06:00.000Z' })
  await w.deliver()
  expect(w.mails).toHaveLength(1)
  w.clock.forward({ seconds: 30 })
  expect(await step.resend(handle)).toMatchObject({ __typename: 'CodeSent' })
})

test('an account sends three codes an hour and six a day, over flows and addresses', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const sent: boolean[] = []
  for (let i = 0; i < 9; i++) {
    const { handle } = await step.start(letter)
    const answer = await step.chooseEmail(handle, `m${i}@orange.example`)
    sent.push(answer.__typename === 'CodeSent')
    w.clock.forward({ minutes: i === 3 ? 70 : 2 })
  }
  expect(sent).toEqual([true, true, true, false, true, true, true, false, false])
  expect(await w.deps.db.message.count()).toBe(6)
})

test('an address takes three codes an hour from all accounts, and six once two owners share it', async () => {
  const w = await world()
  const step = steps(w)
  const outcomes: string[] = []
  for (let i = 0; i < 4; i++) {
    const [letter] = await w.people.owner()
    const { handle } = await step.start(letter)
    outcomes.push((await step.chooseEmail(handle, email)).__typename)
  }
  expect(outcomes).toEqual(['CodeSent', 'CodeSent', 'CodeSent', 'SendRefused'])
  w.clock.forward({ hours: 25 })
  const [mister] = await w.people.owner()
  await migrate(w, mister, email, 'Tilleul-42-lampe')
  const shared: string[] = []
  for (let i = 0; i < 6; i++) {
    const [letter] = await w.people.owner()
    const { handle } = await step.start(letter)
    shared.push((await step.chooseEmail(handle, email)).__typename)
  }
  expect(shared).toEqual([...Array(5).fill('CodeSent'), 'SendRefused'])
})

test('a hundred resends at once send one code', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  w.clock.forward({ minutes: 1 })
  const answers = await Promise.all(Array.from({ length: 100 }, () => step.resend(handle)))
  expect(answers.filter(({ __typename }) => __typename === 'CodeSent')).toHaveLength(1)
  expect(await w.deps.db.code.count()).toBe(2)
})

test('in a reset too an address has its own limit over accounts, silently, and twice it once two owners share it', async () => {
  const w = await world()
  const step = steps(w)
  const letters = await w.people.owner({ identifiers: ['A100', 'A200'] })
  await migrate(w, letters[0], email, 'Tilleul-42-lampe')
  w.clock.forward({ hours: 25 })
  await w.deliver()
  const mailed = async () => {
    const before = w.mails.length
    for (const identifier of ['A100', 'A200', 'A100', 'A200', 'A100']) {
      expect(await step.requestReset(identifier, email)).toMatchObject({ __typename: 'ResetRequested' })
    }
    await w.deliver()
    return w.mails.length - before
  }
  expect(await mailed()).toBe(3)
  w.clock.forward({ hours: 25 })
  const [madam] = await w.people.owner()
  await migrate(w, madam, email, 'Bougie-17-rivage')
  w.clock.forward({ hours: 25 })
  await w.deliver()
  expect(await mailed()).toBe(5)
})
