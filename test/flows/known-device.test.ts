import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { migrate, steps } from '../support/steps.ts'
import { browser, type Device, type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const another = 'Bougie-17-rivage'

/** An owner whose browser signed in before. */
async function home(w: World, identifiers = ['A100', 'A200']) {
  const letters = await w.people.owner({ identifiers })
  await migrate(w, letters[0], email, password)
  w.clock.forward({ hours: 2 })
  const own = browser()
  const step = steps(w, { device: own })
  const { token } = await step.signIn(letters[0], password)
  return { letters, letter: letters[0], own, step, token }
}

/** Every try that the limits leave to strangers, from wherever it takes. */
async function besiege(w: World, identifier: string, device?: Device) {
  let refused = 0
  for (let network = 0; network < 30; network++) {
    const step = steps(w, { from: `198.51.100.${network}`, ...(device ? { device } : {}) })
    for (let i = 0; i < 5; i++) {
      const { __typename } = await step.signIn({ identifier }, `Faux-mot-${i}`)
      if (__typename === 'SignInRefused') refused++
    }
  }
  return refused
}

test('a browser becomes known at a sign-in and at a migration; a program that calls the API never does', async () => {
  const w = await world()
  const { own } = await home(w)
  expect(own.held).toMatch(/^cd_[\w-]{43}$/)
  expect(await w.deps.db.device.count()).toBe(1)
  await steps(w).signIn({ identifier: 'A100' }, password)
  expect(await w.deps.db.device.count()).toBe(1)

  const [letter, second] = await w.people.owner({ identifiers: ['B100', 'B200'] })
  const fresh = browser()
  const step = steps(w, { device: fresh })
  const { handle } = await step.start(letter)
  expect(fresh.held).toBeNull()
  await step.chooseEmail(handle, 'odette@orange.example')
  await step.verify(handle, await w.codeSentTo('odette@orange.example'))
  await step.setPassword(handle, another)
  const known = await w.deps.db.device.findMany({
    where: { accountId: { in: [letter.accountId, second?.accountId ?? ''] } },
  })
  expect(known).toHaveLength(2)
  const kept = JSON.stringify(await w.deps.db.$queryRaw`SELECT encode("tokenHash", 'escape') AS hash FROM "Device"`)
  expect(kept).not.toContain(fresh.held?.slice(3) ?? 'none')
})

test('an attack from everywhere shuts strangers out of an identifier, and its owner’s browser never', async () => {
  const w = await world()
  const { letter, step } = await home(w)
  expect(await besiege(w, letter.identifier)).toBe(100)
  expect(await steps(w, { from: '192.0.2.1' }).signIn(letter, password)).toMatchObject({ __typename: 'TooManyTries' })
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'SignedIn' })
  // Nor does it from a network of the attack's own.
  expect(await steps(w, { from: '198.51.100.3', device: (await home2(w)).own }).signIn(letter, password)).toMatchObject(
    {
      __typename: 'TooManyTries',
    },
  )
})

/** Another owner's browser: known, but not to the account under attack. */
async function home2(w: World) {
  const [letter] = await w.people.owner({ identifiers: ['Z500'] })
  await migrate(w, letter, 'zoe@orange.example', another)
  const own = browser()
  await steps(w, { device: own }).signIn(letter, another)
  return { own }
}

test('a known browser has no more tries than a network: five, then waits, twenty-five a day', async () => {
  const w = await world()
  const { letter, own } = await home(w)
  const step = steps(w, { device: own })
  for (let i = 0; i < 5; i++) expect(await step.signIn(letter, 'wrong')).toMatchObject({ why: 'WRONG' })
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'TooManyTries' })
  let tried = 5
  for (let minute = 0; minute < 24 * 60 - 10; minute += 10) {
    w.clock.forward({ minutes: 10 })
    if ((await step.signIn(letter, 'wrong')).__typename === 'SignInRefused') tried++
  }
  expect(tried).toBeLessThanOrEqual(25)
  // A stranger is not charged for it.
  expect(await steps(w, { from: '192.0.2.7' }).signIn(letter, 'wrong')).toMatchObject({ why: 'WRONG', misses: null })
})

test('each sign-in gives another token: one that was planted before it is worth nothing after', async () => {
  const w = await world()
  const { letter, own } = await home(w)
  const planted = own.held
  await steps(w, { device: own }).signIn(letter, password)
  expect(own.held).not.toBe(planted)
  expect(await w.deps.db.device.count()).toBe(1)
  await besiege(w, letter.identifier)
  const thief: Device = { held: planted, give() {} }
  expect(await steps(w, { device: thief, from: '192.0.2.1' }).signIn(letter, password)).toMatchObject({
    __typename: 'TooManyTries',
  })
})

test('one browser is known to all who use it, and to each for 180 days from their own sign-in', async () => {
  const w = await world()
  const { letter, own } = await home(w)
  const [spouse] = await w.people.owner({ identifiers: ['B100'] })
  await migrate(w, spouse, 'paul@orange.example', another)
  w.clock.forward({ hours: 24 * 100 })
  await steps(w, { device: own }).signIn(spouse, another)
  expect(await w.deps.db.device.count()).toBe(2)
  w.clock.forward({ hours: 24 * 79 })
  await besiege(w, letter.identifier)
  await besiege(w, spouse.identifier)
  const isLetIn = async (who: { identifier: string }, secret: string) => {
    const held: Device = { held: own.held, give() {} }
    const { __typename } = await steps(w, { device: held, from: '192.0.2.1' }).signIn(who, secret)
    return __typename !== 'TooManyTries'
  }
  expect(await isLetIn(letter, 'wrong')).toBe(true)
  w.clock.forward({ hours: 24 * 2 })
  await besiege(w, letter.identifier)
  await besiege(w, spouse.identifier)
  expect(await isLetIn(letter, password)).toBe(false)
  expect(await isLetIn(spouse, 'wrong')).toBe(true)
})

interface Home {
  step: ReturnType<typeof steps>
  token: string
  elsewhere: { token: string }
}

const acts: [string, number, (w: World, at: Home) => Promise<unknown>][] = [
  ['a change of password', 1, (_w, { step, token }) => step.changePassword(token, password, another)],
  [
    'the end of another session',
    1,
    async (_w, { step, token, elsewhere }) => {
      const { sessions } = await step.me(elsewhere.token)
      await step.endSession(token, sessions.find((one: { current: boolean }) => one.current).id)
    },
  ],
  ['the end of all others', 1, (_w, { step, token }) => step.endSession(token, null)],
  [
    'a reset',
    1,
    async (w, { step }) => {
      const { handle } = await step.requestReset('A100', email)
      await step.verify(handle, await w.codeSentTo(email))
      await step.setPassword(handle, another)
    },
  ],
  ['signing out', 2, (_w, { step, token }) => step.signOut(token)],
]

test.each(acts)(
  'after %s %i of two browsers are known, the one that asked for it among them',
  async (_what, left, act) => {
    const w = await world()
    const at = await home(w)
    const elsewhere = await steps(w, { device: browser(), from: '192.0.2.50' }).signIn(at.letter, password)
    expect(await w.deps.db.device.count()).toBe(2)
    await act(w, { ...at, elsewhere })
    expect(await w.deps.db.device.count()).toBe(left)
    await besiege(w, 'A100')
    const held: Device = { held: at.own.held, give() {} }
    expect((await steps(w, { device: held }).signIn(at.letter, 'wrong')).__typename).toBe('SignInRefused')
  },
)

test('« Ce n’est pas moi » forgets every browser: the one that clicks may be the thief’s', async () => {
  const w = await world()
  const { step, letter } = await home(w)
  const link = await w.deps.db.freezeLink.findFirstOrThrow()
  await step.freeze(linkToken(w.deps.keys, 'freeze link', link))
  expect(await w.deps.db.device.count()).toBe(0)
  expect(await step.signIn(letter, password)).toMatchObject({ why: 'FROZEN' })
})

test('a token costs the same look-up whatever identifier is typed with it', async () => {
  const w = await world()
  const { own } = await home(w)
  const counts = []
  for (const identifier of ['A100', 'Z999']) {
    const [before] = await w.deps.db.$queryRaw<[{ n: bigint }]>`SELECT count(*) AS n FROM "Counter"`
    await steps(w, { device: own, from: '192.0.2.9' }).signIn({ identifier }, 'wrong')
    const [after] = await w.deps.db.$queryRaw<[{ n: bigint }]>`SELECT count(*) AS n FROM "Counter"`
    counts.push(Number(after.n - before.n))
  }
  expect(counts).toEqual([2, 2])
})
