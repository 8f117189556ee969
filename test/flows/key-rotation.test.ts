import { expect, test } from 'vitest'
import { createKeyRing } from '../../server/keys.ts'
import { linkToken } from '../../server/link.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const keys: [string, Uint8Array][] = [1, 2, 3].map((n) => [`k${n}`, new Uint8Array(32).fill(n + 6)])
/** `ring(w, 2, 1)`: the second key is the current one, the first is kept. */
function ring(w: World, ...numbers: number[]): void {
  w.deps.keys = createKeyRing(new Map(numbers.map((n) => keys[n - 1] ?? ['', new Uint8Array()])), `k${numbers[0]}`)
}
const wrongCode = '00000000'

test('a new key forgets no counted try, and what the old one made still opens', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const code = await w.codeSentTo(email)
  for (let i = 0; i < 5; i++) await step.signIn(letter, 'wrong')
  ring(w, 2, 1)
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({ __typename: 'TooManyTries' })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
})

test('what is counted moves under the new key when it is met: the old one can go, and no try comes back', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  for (let i = 0; i < 3; i++) await step.verify(handle, wrongCode)
  ring(w, 2, 1)
  expect(await step.verify(handle, wrongCode)).toMatchObject({ triesLeft: 1 })
  w.clock.forward({ minutes: 2 })
  await step.resend(handle)
  ring(w, 2)
  const again = await step.start(letter)
  await step.chooseEmail(again.handle, 'other@orange.example')
  expect(await step.verify(again.handle, wrongCode)).toMatchObject({ triesLeft: 4 })
  for (let i = 0; i < 9; i++) await step.verify(again.handle, wrongCode)
  w.clock.forward({ hours: 2 })
  await step.resend(again.handle)
  const told = []
  for (let i = 0; i < 3; i++) told.push((await step.verify(again.handle, wrongCode)).__typename)
  // Ten in a day, four of which were typed under the first key.
  expect(told).toEqual(['CodeRefused', 'TooManyTries', 'TooManyTries'])
  const counted = await w.deps.db.counter.findMany({ where: { kind: 'WRONG_CODE' } })
  expect(counted.map(({ at }) => at.length)).toEqual([10])
})

test('nodes that disagree on the current key while they are restarted count together', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const told = []
  for (let i = 0; i < 7; i++) {
    ring(w, ...(i % 2 ? [1, 2] : [2, 1]))
    told.push((await step.signIn(letter, 'wrong')).__typename)
  }
  expect(told).toEqual([...Array(5).fill('SignInRefused'), 'TooManyTries', 'TooManyTries'])
  expect(await w.deps.db.counter.count({ where: { kind: 'SIGN_IN_NETWORK' } })).toBe(1)
})

test('a hundred tries at once over a rotation count a hundred', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await step.signIn(letter, 'wrong')
  ring(w, 2, 1)
  const told = await Promise.all(Array.from({ length: 30 }, () => step.signIn(letter, 'wrong')))
  expect(told.filter(({ __typename }) => __typename === 'SignInRefused')).toHaveLength(4)
})

test('in a reset the typed pair and its account keep their counts over a rotation', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, password)
  w.clock.forward({ hours: 2 })
  for (const [identifier, address] of [
    [letter.identifier, email],
    ['Z999', 'nobody@orange.example'],
  ] as const) {
    const step = steps(w)
    ring(w, 1)
    const { handle } = await step.requestReset(identifier, address)
    for (let i = 0; i < 5; i++) await step.verify(handle, wrongCode)
    ring(w, 2, 1)
    expect(await step.requestReset(identifier, address)).toMatchObject({ __typename: 'SendRefused' })
    w.clock.forward({ minutes: 1 })
    const second = await step.requestReset(identifier, address)
    for (let i = 0; i < 4; i++) await step.verify(second.handle, wrongCode)
    expect(await step.verify(second.handle, wrongCode)).toMatchObject({ __typename: 'CodeRefused', triesLeft: 0 })
    ring(w, 3, 2)
    w.clock.forward({ minutes: 2 })
    expect(await step.requestReset(identifier, address)).toMatchObject({ __typename: 'TooManyTries' })
  }
})

test('what a key made that has left the ring opens nothing, and fails nothing', async () => {
  const w = await world()
  const step = steps(w)
  const [letter, second] = [(await w.people.owner())[0], (await w.people.owner())[0]]
  await migrate(w, second, 'odette@orange.example', password)
  const { freezeLink } = await w.deps.db.message.findFirstOrThrow({
    where: { kind: 'ACCOUNT_OPENED' },
    include: { freezeLink: true },
  })
  if (!freezeLink) throw new Error('a notice without its link')
  const link = linkToken(w.deps.keys, 'freeze link', freezeLink)
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const code = await w.codeSentTo(email)
  ring(w, 2)
  expect(await step.freeze(link)).toMatchObject({ __typename: 'FlowClosed', closed: 'UNKNOWN' })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG' })
  ring(w, 2, 1)
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
  expect(await step.freeze(link)).toMatchObject({ __typename: 'Frozen' })
})
