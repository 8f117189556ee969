import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'

test('five wrong sign-ins are free, then each waits twice as long, and the right password is refused unhashed', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const told: (number | null)[] = []
  for (let i = 0; i < 5; i++) told.push((await step.signIn(letter, 'wrong')).misses)
  expect(told).toEqual([null, null, 2, 1, 0])
  const work = w.hasher.work
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({
    __typename: 'TooManyTries',
    retryAt: '2026-11-22T13:06:00.000Z',
  })
  expect(w.hasher.work).toBe(work)
  w.clock.forward({ minutes: 1 })
  expect(await step.signIn(letter, 'wrong')).toMatchObject({ __typename: 'SignInRefused' })
  expect(await step.signIn(letter, 'wrong')).toMatchObject({ retryAt: '2026-11-22T13:08:00.000Z' })
  w.clock.forward({ minutes: 2 })
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({ __typename: 'MigrationStarted' })
})

test('known, unknown, frozen and closed: the same refusals after the same counts, one hash each', async () => {
  const w = await world()
  const step = steps(w)
  const [issued] = await w.people.owner()
  const [active] = await w.people.owner()
  await migrate(w, active, email, password)
  const [frozen] = await w.people.owner({ state: 'FROZEN' })
  const [closed] = await w.people.owner({ state: 'CLOSED' })
  const unknown = { identifier: 'Z99999' }
  const stories = []
  for (const who of [issued, active, frozen, closed, unknown]) {
    const answers = []
    for (let i = 0; i < 6; i++) {
      const work = w.hasher.work
      const answer = await step.signIn(who, 'wrong')
      answers.push([answer, w.hasher.work - work])
    }
    stories.push(answers)
  }
  for (const story of stories) expect(story).toEqual(stories[0])
  expect(await w.deps.db.event.count({ where: { kind: 'SIGN_IN_FAILED' } })).toBe(25)
})

test('a frozen account says so only to the right secret; a closed one to nobody', async () => {
  const w = await world()
  const step = steps(w)
  const [frozen] = await w.people.owner({ state: 'FROZEN' })
  const [closed] = await w.people.owner({ state: 'CLOSED' })
  expect(await step.signIn(frozen, frozen.issuedPassword)).toMatchObject({ why: 'FROZEN' })
  expect(await step.signIn(closed, closed.issuedPassword)).toMatchObject({ why: 'WRONG' })
})

test('a letter all in capitals may be typed without the shift key, its groups apart or together', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({ issuedPassword: 'KXTR-7M4P-Q2HN' })
  for (const typed of ['KXTR-7M4P-Q2HN', 'kxtr 7m4p q2hn', 'kxtr7m4pq2hn']) {
    expect(await step.signIn(letter, typed)).toMatchObject({ __typename: 'MigrationStarted' })
  }
})

test('an own password opens no migration, and an issued one no session', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, password)
  expect(await step.start({ ...letter, issuedPassword: password })).toMatchObject({ why: 'WRONG' })
  expect(await step.start(letter)).toMatchObject({ why: 'WRONG' })
})

test('spellings of one identifier hit one counter', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({ identifiers: ['AB0-1L2'] })
  for (const identifier of ['ab0-1l2', 'ABO 112', 'ＡＢ０１Ｌ２', ' aboil2 ', 'AB-0112']) {
    expect(await step.signIn({ identifier }, 'wrong')).toMatchObject({ why: 'WRONG' })
  }
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({ __typename: 'TooManyTries' })
})

test('another network has its own free tries, up to a hundred a day on one identifier', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  for (let network = 0; network < 20; network++) {
    for (let i = 0; i < 5; i++) {
      expect(await step.signIn(letter, 'wrong', { from: `203.0.113.${network}` })).toMatchObject({ why: 'WRONG' })
    }
  }
  expect(await step.signIn(letter, letter.issuedPassword, { from: '198.51.100.1' })).toMatchObject({
    __typename: 'TooManyTries',
    retryAt: '2026-11-23T13:05:00.000Z',
  })
})

test('an IPv6 household is one network', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  for (let i = 0; i < 5; i++) await step.signIn(letter, 'wrong', { from: `2001:db8:1:2::${i}` })
  expect(await step.signIn(letter, 'wrong', { from: '2001:db8:1:2:ffff::1' })).toMatchObject({
    __typename: 'TooManyTries',
  })
  expect(await step.signIn(letter, 'wrong', { from: '2001:db8:1:3::1' })).toMatchObject({ why: 'WRONG' })
})

test('a hundred wrong sign-ins at once get five comparisons', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const work = w.hasher.work
  const answers = await Promise.all(Array.from({ length: 100 }, () => step.signIn(letter, 'wrong')))
  expect(answers.filter(({ why }) => why === 'WRONG')).toHaveLength(5)
  expect(w.hasher.work - work).toBe(5)
})

test('a full gate answers Busy before anything is looked up, and charges no try', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  w.hasher.full = true
  for (let i = 0; i < 10; i++) {
    expect(await step.signIn(letter, 'wrong')).toMatchObject({ __typename: 'Busy', retryAfterSeconds: 2 })
  }
  w.hasher.full = false
  expect(await w.deps.db.counter.count()).toBe(0)
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({ __typename: 'MigrationStarted' })
})

test('a session ends by signing out, after thirty idle minutes, and after twelve hours whatever is done', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const first = await migrate(w, letter, email, password)
  expect(await step.signOut(first)).toMatchObject({ __typename: 'SignedOut' })
  expect(await step.me(first)).toBeNull()
  expect(await step.signOut(first)).toMatchObject({ __typename: 'NotSignedIn' })

  const { token: idle } = await step.signIn(letter, password)
  w.clock.forward({ minutes: 30 })
  expect(await step.me(idle)).toBeNull()

  const { token: busy } = await step.signIn(letter, password)
  for (let i = 0; i < 28; i++) {
    w.clock.forward({ minutes: 25 })
    expect(await step.me(busy)).not.toBeNull()
  }
  w.clock.forward({ minutes: 20 })
  expect(await step.me(busy)).toBeNull()
})
