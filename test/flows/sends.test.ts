import { expect, test } from 'vitest'
import type { Letter } from '../support/people.ts'
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

test('resets that strangers ask for do not keep an owner from leaving that mailbox', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, 'Tilleul-42-lampe')
  for (let i = 0; i < 6; i++) {
    w.clock.forward({ minutes: 31 })
    await step.requestReset(letter.identifier, email)
  }
  const { token } = await step.signIn(letter, 'Tilleul-42-lampe')
  const changed = await step.changeEmail(token, 'marie@free.example', 'Tilleul-42-lampe')
  expect(changed.__typename).toBe('EmailChangeStarted')
})

test('an address takes three codes an hour from one owner and six from all, whether or not somebody uses it', async () => {
  const w = await world()
  const step = steps(w)
  // Who holds several letters must not learn by it that the address is another owner's.
  const sendAll = async (letters: readonly Letter[], address: string) => {
    const told: string[] = []
    for (const letter of letters) {
      const { handle } = await step.start(letter)
      told.push((await step.chooseEmail(handle, address)).__typename)
    }
    return told
  }
  const [mister] = await w.people.owner()
  await migrate(w, mister, email, 'Tilleul-42-lampe')
  w.clock.forward({ hours: 25 })
  for (const address of [email, 'nobody@orange.example']) {
    const ofOne = await w.people.owner({ identifiers: ['1', '2', '3', '4'].map((n) => `${n}${address.length}`) })
    expect(await sendAll(ofOne, address)).toEqual([...Array(3).fill('CodeSent'), 'SendRefused'])
    const others = []
    for (let i = 0; i < 4; i++) others.push((await w.people.owner())[0])
    expect(await sendAll(others, address)).toEqual([...Array(3).fill('CodeSent'), 'SendRefused'])
  }
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

test('in a reset too an owner’s address has its own limit over accounts, silently; two owners who share it have it each', async () => {
  const w = await world()
  const step = steps(w)
  const letters = await w.people.owner({ identifiers: ['A100', 'A200'] })
  await migrate(w, letters[0], email, 'Tilleul-42-lampe')
  w.clock.forward({ hours: 25 })
  await w.deliver()
  const mailed = async (identifiers: readonly string[]) => {
    const before = w.mails.length
    for (const identifier of identifiers) {
      expect(await step.requestReset(identifier, email)).toMatchObject({ __typename: 'ResetRequested' })
      await w.deliver()
      w.clock.forward({ minutes: 1 })
    }
    await w.deliver()
    return w.mails.length - before
  }
  expect(await mailed(['A100', 'A200', 'A100', 'A200', 'A100'])).toBe(3)
  w.clock.forward({ hours: 25 })
  const [madam] = await w.people.owner()
  await migrate(w, madam, email, 'Bougie-17-rivage')
  w.clock.forward({ hours: 25 })
  await w.deliver()
  const own = ['A100', 'A200', 'A100']
  expect(await mailed([...own, ...Array(3).fill(madam.identifier)])).toBe(6)
})
