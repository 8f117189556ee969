import { expect, test } from 'vitest'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { unlockAccount } from '../../server/staff/unlock-account.ts'
import type { Letter } from '../support/people.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { another, ask, email, letterbox, mailsSince, openOwner, password } from './support.ts'

/** Ten wrong codes in a first connection, today. */
async function tenWrong(w: World, letter: Letter) {
  const step = steps(w)
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  for (let set = 0; set < 2; set++) {
    for (let n = 0; n < 5; n++) await step.verify(handle, '00000000')
    w.clock.forward({ minutes: 2 })
    if (set === 0) await step.resend(handle)
  }
  return handle as string
}

async function spendTheYear(w: World, letter: Letter) {
  for (let day = 0; day < 5; day++) {
    await tenWrong(w, letter)
    w.clock.forward({ hours: 25 })
  }
}

test('a spent year: the service gives back 25 wrong codes and no more, and the right one opens', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await spendTheYear(w, letter)
  const { handle } = await step.start(letter)
  expect(await step.chooseEmail(handle, email)).toMatchObject({ __typename: 'TooManyTries' })
  expect(await unlockAccount(w.deps, ask(letter.identifier))).toMatchObject({
    __typename: 'AccountUnlocked',
    triesGivenBack: 25,
    triesLeft: 10,
  })
  await tenWrong(w, letter)
  w.clock.forward({ hours: 25 })
  await tenWrong(w, letter)
  w.clock.forward({ hours: 25 })
  const last = await step.start(letter)
  await step.chooseEmail(last.handle, email)
  for (let n = 0; n < 5; n++) await step.verify(last.handle, '00000000')
  w.clock.forward({ minutes: 2 })
  expect(await step.resend(last.handle)).toMatchObject({ __typename: 'TooManyTries' })

  await unlockAccount(w.deps, ask(letter.identifier))
  await step.resend(last.handle)
  expect(await step.verify(last.handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
})

test('an account with few wrong codes gets those back and nothing on top', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  await tenWrong(w, letter)
  expect(await unlockAccount(w.deps, ask(letter.identifier))).toMatchObject({ triesGivenBack: 10, triesLeft: 10 })
  expect(await unlockAccount(w.deps, ask(letter.identifier))).toMatchObject({ triesGivenBack: 0, triesLeft: 10 })
})

test('today’s are given back first, or the next try would still wait for tomorrow; then the oldest', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  for (let day = 0; day < 3; day++) {
    w.clock.forward({ hours: 25 })
    await tenWrong(w, letter)
  }
  expect(await unlockAccount(w.deps, ask(letter.identifier))).toMatchObject({ triesGivenBack: 25, triesLeft: 10 })
  const { at } = await w.deps.db.counter.findFirstOrThrow({ where: { kind: 'WRONG_CODE' } })
  // Of the day before, five: ordered, as every window reads them.
  expect(at).toHaveLength(5)
  expect(at).toEqual(at.toSorted((a, b) => a.getTime() - b.getTime()))
})

test('a new letter for a spent account comes with 25 tries, or it would open a door that takes no code', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await spendTheYear(w, letter)
  const box = letterbox()
  await reissueAccount(w.deps, ask(letter.identifier), box)
  const { handle } = await step.start(box.held(letter))
  await step.chooseEmail(handle, email)
  expect(await step.verify(handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
})

test('who typed too many wrong codes after a forgotten password can go on too', async () => {
  const w = await world()
  const { step, mailed } = await openOwner(w, ['A100'])
  const { handle } = await step.requestReset('A100', email)
  for (let set = 0; set < 2; set++) {
    for (let n = 0; n < 5; n++) await step.verify(handle, '00000000')
    w.clock.forward({ minutes: 2 })
    await step.resend(handle)
  }
  expect(await step.verify(handle, '00000000')).toMatchObject({ __typename: 'TooManyTries' })
  expect(await unlockAccount(w.deps, ask('A100'))).toMatchObject({ told: ['m•••@orange.example'] })
  const subjects = (await mailsSince(w, mailed)).map(({ subject }) => subject)
  expect(subjects).toContain('De nouveaux essais pour votre compte')
  w.clock.forward({ hours: 1 })
  const again = await step.requestReset('A100', email)
  expect(await step.verify(again.handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
})

test('wrong passwords make nobody wait any more, from whatever network they were typed', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w, ['A100'])
  for (const from of ['198.51.100.1', '198.51.100.2']) {
    for (let n = 0; n < 6; n++) await step.signIn(letter, 'wrong', { from })
    expect(await step.signIn(letter, password, { from })).toMatchObject({ __typename: 'TooManyTries' })
  }
  await unlockAccount(w.deps, ask('A100'))
  w.clock.forward({ seconds: 1 })
  for (const from of ['198.51.100.1', '198.51.100.2']) {
    expect(await step.signIn(letter, password, { from })).toMatchObject({ __typename: 'SignedIn' })
    for (let n = 0; n < 5; n++) await step.signIn(letter, 'wrong', { from })
    expect(await step.signIn(letter, another, { from })).toMatchObject({ __typename: 'TooManyTries' })
  }
})

test('a closed account is given nothing back', async () => {
  const w = await world()
  const [letter] = await w.people.owner({ state: 'CLOSED' })
  expect(await unlockAccount(w.deps, ask(letter.identifier))).toMatchObject({ reason: 'CLOSED' })
})
