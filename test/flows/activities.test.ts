import { expect, test } from 'vitest'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'
const email = 'marie@orange.example'

const activities = async (w: World, token: string) =>
  (await w.api('{ me { activities { kind times account { identifier } } } }', {}, { token })).me.activities.map(
    ({ kind, times, account }: { kind: string; times: number; account: { identifier: string } }) =>
      `${account.identifier} ${kind}${times > 1 ? ` ${times}` : ''}`,
  )

test('an owner sees what was done on the accounts that share the password, and nobody else’s', async () => {
  const w = await world()
  const step = steps(w)
  const [flat] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const [stranger] = await w.people.owner({ identifiers: ['B100'] })
  const first = await migrate(w, flat, email, password)
  await migrate(w, stranger, 'paul@orange.example', password)
  for (const wrong of ['faux-1', 'faux-2', 'faux-3']) {
    w.clock.forward({ minutes: 1 })
    await step.signIn({ identifier: 'A200' }, wrong)
  }
  w.clock.forward({ minutes: 1 })
  await step.requestReset('A100', 'autre@orange.example')
  w.clock.forward({ minutes: 1 })
  await step.requestReset('A100', email)
  w.clock.forward({ minutes: 1 })
  expect((await activities(w, first)).slice(0, 2)).toEqual(['A100 RESET_REQUESTED', 'A200 SIGN_IN_FAILED 3'])
  expect(await activities(w, first)).not.toContainEqual(expect.stringContaining('B100'))
  const { token } = await step.signIn({ identifier: 'A200' }, password)
  await step.changeEmail(token, 'marie@free.example', password)
  expect((await activities(w, token))[0]).toMatch(/^A200 (EMAIL_CHANGE_STARTED|SIGNED_IN)$/)
})

test('what was done through a partner’s portal names the partner', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live', name: 'Portail Lumen' })
  await migrate(w, letter, email, password, { key })
  w.clock.forward({ minutes: 1 })
  await steps(w, { key }).signIn(letter, 'faux')
  w.clock.forward({ minutes: 1 })
  const { token } = await steps(w).signIn(letter, password)
  const { me } = await w.api('{ me { activities { kind partner } } }', {}, { token })
  expect(me.activities).toEqual([
    { kind: 'SIGNED_IN', partner: null },
    { kind: 'SIGN_IN_FAILED', partner: 'Portail Lumen' },
    { kind: 'ACCOUNT_MIGRATED', partner: 'Portail Lumen' },
  ])
})

test('the sessions of an owner name the partner through whose portal they were opened', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live', name: 'Portail Lumen' })
  await migrate(w, letter, email, password, { key })
  w.clock.forward({ minutes: 1 })
  const { token } = await steps(w).signIn(letter, password)
  const { me } = await w.api('{ me { sessions { current partner } } }', {}, { token })
  expect(me.sessions).toEqual([
    { current: true, partner: null },
    { current: false, partner: 'Portail Lumen' },
  ])
})
