import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'
const email = 'marie@orange.example'
const fresh = 'marie@free.example'

/** Two sessions of one owner, opened by two accounts that share the password, and a change begun in the first. */
async function changing(w: World) {
  const step = steps(w)
  const [flat, garage] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  await migrate(w, flat, email, password)
  const { token } = await step.signIn(flat, password)
  const other = await step.signIn(garage ?? flat, password)
  const { handle } = await step.changeEmail(token, fresh, password)
  return { step, token, other: other.token as string, handle }
}

const pending = async (w: World, token: string) =>
  (await w.api('{ me { email pendingEmailChange { email startedAt expiresAt } } }', {}, { token })).me
const cancel = async (w: World, token?: string) =>
  (
    await w.api(
      'mutation { cancelEmailChange { __typename ... on EmailChangeCancelled { count } } }',
      {},
      token ? { token } : {},
    )
  ).cancelEmailChange

test('a change of e-mail under way is seen from every session of the password, masked', async () => {
  const w = await world()
  const { token, other } = await changing(w)
  const seen = {
    email,
    pendingEmailChange: {
      email: 'm•••@free.example',
      startedAt: '2026-11-22T13:05:00.000Z',
      expiresAt: '2026-11-22T19:05:00.000Z',
    },
  }
  expect(await pending(w, token)).toEqual(seen)
  expect(await pending(w, other)).toEqual(seen)
})

test('any session of the password cancels it: the mailed code opens nothing, the address stays', async () => {
  const w = await world()
  const { step, token, other, handle } = await changing(w)
  const code = await w.codeSentTo(fresh)
  expect(await cancel(w, other)).toEqual({ __typename: 'EmailChangeCancelled', count: 1 })
  expect(await pending(w, token)).toEqual({ email, pendingEmailChange: null })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'FlowClosed', closed: 'CANCELLED' })
  expect(await cancel(w, other)).toEqual({ __typename: 'EmailChangeCancelled', count: 0 })
})

test('nobody else sees or cancels it, nor after its own time', async () => {
  const w = await world()
  const { step, token, handle } = await changing(w)
  const [stranger] = await w.people.owner({ identifiers: ['B100'] })
  const foreign = await migrate(w, stranger, 'paul@orange.example', password)
  expect(await pending(w, foreign)).toMatchObject({ pendingEmailChange: null })
  expect(await cancel(w, foreign)).toMatchObject({ count: 0 })
  expect(await cancel(w)).toEqual({ __typename: 'NotSignedIn' })
  expect(await pending(w, token)).toMatchObject({ pendingEmailChange: { email: 'm•••@free.example' } })
  w.clock.forward({ hours: 6, seconds: 1 })
  const { token: later } = await step.signIn({ identifier: 'A100' }, password)
  expect(await pending(w, later)).toMatchObject({ pendingEmailChange: null })
  expect(await step.flow(handle)).toMatchObject({ reason: 'EXPIRED' })
})

test('« déconnecter tous les autres » ends it as well: one of the others may have begun it', async () => {
  const w = await world()
  const { step, other, handle } = await changing(w)
  const code = await w.codeSentTo(fresh)
  expect(await step.endSession(other, null)).toMatchObject({ count: 2, emailChangeEnded: true })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'FlowClosed', closed: 'SUPERSEDED' })
  expect(await pending(w, other)).toMatchObject({ email, pendingEmailChange: null })
})

test('so does signing one device out, for it may be the one that began it; without any under way nothing is said', async () => {
  const w = await world()
  const { step, token, other, handle } = await changing(w)
  const { sessions } = (await w.api('{ me { sessions { id current } } }', {}, { token: other })).me
  const [first, second] = sessions.filter(({ current }: { current: boolean }) => !current)
  expect(await step.endSession(other, first.id)).toMatchObject({ count: 1, emailChangeEnded: true })
  expect(await step.flow(handle)).toMatchObject({ reason: 'SUPERSEDED' })
  expect(await step.endSession(other, second.id)).toMatchObject({ count: 1, emailChangeEnded: false })
  expect(await pending(w, token)).toBeNull()
})

test('asked twice for the same address it is one change: one mail, whose code the newest handle takes', async () => {
  const w = await world()
  const { step, token, handle } = await changing(w)
  const code = await w.codeSentTo(fresh)
  await step.verify(handle, code === '00000000' ? '11111111' : '00000000')
  const again = await step.changeEmail(token, fresh, password)
  expect(again.__typename).toBe('EmailChangeStarted')
  await w.deliver()
  expect(w.mails.filter(({ to }) => to === fresh)).toHaveLength(1)
  expect(await step.flow(handle)).toMatchObject({ reason: 'UNKNOWN' })
  expect(await step.flow(again.handle)).toMatchObject({ triesLeft: 4 })
  expect(await step.verify(again.handle, code)).toMatchObject({ __typename: 'EmailChanged' })
})

test('« dernière connexion » is the visit before this one, whatever was changed since', async () => {
  const w = await world()
  const { step, token } = await changing(w)
  const before = (await step.me(token)).previousSignInAt
  w.clock.forward({ minutes: 3 })
  const changed = await step.changePassword(token, password, 'Tabouret-38-rive')
  expect((await step.me(changed.token)).previousSignInAt).toBe(before)
  w.clock.forward({ hours: 2 })
  const again = await step.signIn({ identifier: 'A100' }, 'Tabouret-38-rive')
  expect((await step.me(again.token)).previousSignInAt).toBe('2026-11-22T13:05:00.000Z')
})

test('a code typed after the session lapsed and its owner signed in again still changes the address', async () => {
  const w = await world()
  const { step, handle } = await changing(w)
  w.clock.forward({ minutes: 5 })
  const code = await w.codeSentTo(fresh)
  w.clock.forward({ minutes: 29 })
  const { token } = await step.signIn({ identifier: 'A100' }, password)
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'EmailChanged' })
  expect(await pending(w, token)).toEqual({ email: fresh, pendingEmailChange: null })
})
