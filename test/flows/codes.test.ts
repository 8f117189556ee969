import { expect, test } from 'vitest'
import { readTries } from '../../server/flows/parts/count.ts'
import { counters } from '../../server/flows/parts/counters.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'

async function atCode(w: World) {
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  return { step, letter, handle }
}

const wrongOf = (code: string) => String((Number(code) + 1) % 1e8).padStart(8, '0')

test('a code is accepted thirty minutes after the mail server took it, and refused a second later', async () => {
  for (const [seconds, typename] of [
    [30 * 60, 'CodeVerified'],
    [30 * 60 + 1, 'CodeRefused'],
  ] as const) {
    const w = await world()
    const { step, handle } = await atCode(w)
    // The queue is slow: its minutes are not the owner's.
    w.clock.forward({ minutes: 20 })
    const code = await w.codeSentTo(email)
    w.clock.forward({ seconds })
    expect(await step.verify(handle, code)).toMatchObject({ __typename: typename })
  }
})

test('page and mail print one instant, and the judge never refuses before it', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  w.clock.forward({ minutes: 5 })
  await w.deliver()
  expect(await step.flow(handle)).toMatchObject({ codeValidUntil: '2026-11-22T13:40:00.000Z', codeLifespanMinutes: 30 })
  expect(w.mails.at(-1)?.text).toContain('14\u00a0h\u00a040')
})

test('a code that waited for hours in the queue still has its thirty minutes', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  w.clock.forward({ hours: 3, minutes: 29, seconds: 59 })
  const code = await w.codeSentTo(email)
  w.clock.forward({ minutes: 30 })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
})

test('the sixth try is refused even when it is right, and a new code opens a new set', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  const code = await w.codeSentTo(email)
  for (const left of [4, 3, 2, 1, 0]) {
    expect(await step.verify(handle, wrongOf(code))).toMatchObject({ reason: 'WRONG', triesLeft: left })
  }
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG', triesLeft: 0 })
  w.clock.forward({ minutes: 1 })
  expect(await step.resend(handle)).toMatchObject({ __typename: 'CodeSent', flow: { triesLeft: 5 } })
  const fresh = await w.codeSentTo(email)
  expect(await step.verify(handle, code)).toMatchObject({ reason: 'WRONG', triesLeft: 4 })
  expect(await step.verify(handle, fresh)).toMatchObject({ __typename: 'CodeVerified' })
})

test('asking again gives no tries back, and keeps the earlier code alive until its own time', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  const first = await w.codeSentTo(email)
  await step.verify(handle, wrongOf(first))
  await step.verify(handle, wrongOf(first))
  w.clock.forward({ minutes: 2 })
  const { flow } = await step.resend(handle)
  expect(flow).toMatchObject({ triesLeft: 3, earlierCodeValidUntil: '2026-11-22T13:35:00.000Z' })
  expect(await w.codeSentTo(email)).not.toBe(first)
  expect(await step.verify(handle, first)).toMatchObject({ __typename: 'CodeVerified' })
})

test('five wrong, a new code, five wrong: the account’s budget is spent, for the right code too', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  for (let set = 0; set < 2; set++) {
    const code = await w.codeSentTo(email)
    for (let i = 0; i < 5; i++) await step.verify(handle, wrongOf(code))
    w.clock.forward({ minutes: 1 })
    if (set === 0) await step.resend(handle)
  }
  expect(await step.resend(handle)).toMatchObject({ __typename: 'TooManyTries', retryAt: '2026-11-23T13:05:00.000Z' })
  const right = await w.codeSentTo(email)
  expect(await step.verify(handle, right)).toMatchObject({ __typename: 'TooManyTries' })
})

test('a new flow gives no tries back, and fifty wrong codes in a year close the account’s codes', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  let guesses = 0
  for (let day = 0; day < 8; day++) {
    const { handle } = await step.start(letter)
    for (let set = 0; set < 2; set++) {
      if (set === 0) await step.chooseEmail(handle, email)
      else await step.resend(handle)
      const before = w.mails.length
      await w.deliver()
      if (w.mails.length === before) break
      const wrong = wrongOf(await w.codeSentTo(email))
      for (let i = 0; i < 6; i++) {
        const answer = await step.verify(handle, wrong)
        if (answer.reason === 'WRONG' && (answer.triesLeft > 0 || i < 5)) guesses++
      }
      w.clock.forward({ minutes: 30 })
    }
    w.clock.forward({ hours: 24 })
  }
  expect(guesses).toBe(50)
  const { handle } = await step.start(letter)
  expect(await step.chooseEmail(handle, email)).toMatchObject({ __typename: 'TooManyTries' })
})

test('another address kills the codes sent to the one before', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  const first = await w.codeSentTo(email)
  expect(await step.chooseEmail(handle, 'marie@free.example')).toMatchObject({ __typename: 'CodeSent' })
  expect(await step.verify(handle, first)).toMatchObject({ reason: 'WRONG' })
  expect(await step.verify(handle, await w.codeSentTo('marie@free.example'))).toMatchObject({
    __typename: 'CodeVerified',
  })
})

test('a right but late code is not a failed try: a new one is sent, once in a flow', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  const first = await w.codeSentTo(email)
  w.clock.forward({ minutes: 31 })
  expect(await step.verify(handle, first)).toMatchObject({
    reason: 'EXPIRED',
    triesLeft: 5,
    sentAgainAt: '2026-11-22T13:36:00.000Z',
  })
  const second = await w.codeSentTo(email)
  w.clock.forward({ minutes: 31 })
  expect(await step.verify(handle, second)).toMatchObject({ reason: 'EXPIRED', triesLeft: 5, sentAgainAt: null })
})

test('what is not a code is told so, and not counted', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  const code = await w.codeSentTo(email)
  for (const typed of ['', '1234567', '123456789', 'abcdefgh', '11111111 22222222']) {
    expect(await step.verify(handle, typed)).toMatchObject({ reason: 'MALFORMED', triesLeft: 5 })
  }
  expect(await step.verify(handle, `Votre code est : ${code.slice(0, 4)}\u00a0${code.slice(4)}`)).toMatchObject({
    __typename: 'CodeVerified',
  })
})

test('a code of one flow is refused in every other, and once used', async () => {
  const w = await world()
  const mine = await atCode(w)
  const code = await w.codeSentTo(email)
  w.clock.forward({ minutes: 2 })
  const other = await atCode(w)
  expect(await other.step.verify(other.handle, code)).toMatchObject({ reason: 'WRONG' })
  await mine.step.verify(mine.handle, code)
  w.clock.forward({ minutes: 16 })
  expect(await mine.step.verify(mine.handle, code)).toMatchObject({ reason: 'WRONG', triesLeft: 0 })
})

test('a hundred right codes at once let exactly one through', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  const code = await w.codeSentTo(email)
  const answers = await Promise.all(Array.from({ length: 100 }, () => step.verify(handle, code)))
  expect(answers.filter(({ __typename }) => __typename === 'CodeVerified')).toHaveLength(1)
  expect(answers.filter(({ expected }) => expected === 'SET_PASSWORD')).toHaveLength(99)
})

test('a hundred wrong codes at once count exactly the five that a set allows', async () => {
  const w = await world()
  const { step, handle, letter } = await atCode(w)
  const code = await w.codeSentTo(email)
  const answers = await Promise.all(Array.from({ length: 100 }, () => step.verify(handle, wrongOf(code))))
  expect(answers.map(({ triesLeft }) => triesLeft).sort()).toEqual([...Array(96).fill(0), 1, 2, 3, 4])
  const counter = counters.wrongCodes('live', letter.accountId, w.deps.settings.rules)
  expect(await readTries(w.deps.db, w.deps, counter)).toHaveLength(5)
  expect(await w.deps.db.event.count({ where: { kind: 'CODE_FAILED' } })).toBe(5)
})

test('a hundred times « Terminer » at once sets one password', async () => {
  const w = await world()
  const { step, handle } = await atCode(w)
  await step.verify(handle, await w.codeSentTo(email))
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => step.setPassword(handle, `Lampe-bleue-${i}`)))
  expect(answers.filter(({ __typename }) => __typename === 'PasswordSet')).toHaveLength(1)
  const over = answers.filter(({ closed, __typename }) => closed === 'COMPLETED' || __typename === 'Busy')
  expect(over).toHaveLength(99)
  expect(await w.deps.db.credential.count()).toBe(1)
  expect(await w.deps.db.session.count()).toBe(1)
})
