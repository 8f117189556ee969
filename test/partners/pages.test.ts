import { expect, test } from 'vitest'
import { issueKey } from '../../server/partners/issue-key.ts'
import { newPartner } from '../support/partners.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const origin = 'https://portail.example'
const password = 'Tilleul-42-lampe'
const email = 'marie@orange.example'

/** A partner with a key for its servers and one for its pages. */
async function portal() {
  const w = await world()
  const letters = await w.people.owner({ identifiers: ['A1', 'A2', 'A3'] })
  const { secret: live } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const issued = await issueKey(w.deps, 'lumen', { kind: 'publishable', origins: [origin] }, 'accueil-2')
  if (issued.__typename !== 'KeyIssued') throw new Error('no key')
  const page = (from = '203.0.113.7') => steps(w, { key: issued.secret, origin, from })
  return { w, letters, page, live, pk: issued.secret, server: steps(w, { key: live }) }
}

test('what a page began, its partner’s server goes on with, to the end', async () => {
  const { w, letters, page, server, live } = await portal()
  const [letter] = letters
  const { handle } = await page().start(letter)
  await page().chooseEmail(handle, email, true)
  expect(await server.verify(handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
  const { token } = await server.setPassword(handle, password)
  expect(await w.api('{ me { email } }', {}, { token, key: live })).toEqual({ me: { email } })
  const signedIn = await page().signIn(letter, password)
  expect(await w.api('{ me { email } }', {}, { token: signedIn.token, key: live })).toEqual({ me: { email } })
})

test('what a server began, no page goes on with: a handle or token that leaked opens nothing with a key that everybody reads', async () => {
  const { w, letters, page, server, pk } = await portal()
  const [letter] = letters
  const { handle } = await server.start(letter)
  const unknown = { __typename: 'FlowClosed', closed: 'UNKNOWN' }
  expect(await page().flow(handle)).toMatchObject({ reason: 'UNKNOWN' })
  expect(await page().chooseEmail(handle, email, true)).toMatchObject(unknown)
  expect(await page().cancel(handle)).toMatchObject(unknown)
  expect(await server.chooseEmail(handle, email, true)).toMatchObject({ __typename: 'CodeSent' })
  const code = await w.codeSentTo(email)
  expect(await page().verify(handle, code)).toMatchObject(unknown)
  await server.verify(handle, code)
  const { token } = await server.setPassword(handle, password)
  expect(await w.api('{ me { email } }', {}, { token, key: pk, origin })).toEqual({ me: null })
  // Its owner, in the page, begins anew there and is not led into what the page cannot go on with.
  const [other] = await w.people.owner({ identifiers: ['B1'] })
  const begun = await server.start(other)
  const own = await page().start(other, begun.handle)
  expect(own.handle).not.toBe(begun.handle)
  expect(await page().flow(own.handle)).toMatchObject({ step: 'CHOOSE_EMAIL' })
})

test('a publishable key has no hour of codes that strangers could spend: they count on each client’s network', async () => {
  const { w, letters, page, server } = await portal()
  const rules = { ...w.deps.settings.rules, keySends: { max: 1, minutes: 60 } }
  w.deps.settings = { ...w.deps.settings, rules: { ...rules, sendsFromNetwork: [{ max: 1, minutes: 60 }] } }
  const send = async (step: typeof server, letter = letters[0]) => {
    const { handle } = await step.start(letter)
    return (await step.chooseEmail(handle, `${letter.identifier.toLowerCase()}@orange.example`, true)).__typename
  }
  expect(await send(page('198.51.100.1'), letters[0])).toBe('CodeSent')
  expect(await send(page('198.51.100.1'), letters[1])).toBe('SendRefused')
  expect(await send(page('198.51.100.2'), letters[1])).toBe('CodeSent')
  expect(await w.deps.db.tally.count({ where: { kind: { startsWith: 'KEY_SENT' } } })).toBe(0)
  expect(await send(steps(w, { key: (await newPartner(w.deps, 'autre', { kind: 'live' })).secret }), letters[2])).toBe(
    'CodeSent',
  )
  expect(await w.deps.db.tally.count({ where: { kind: { startsWith: 'KEY_SENT' } } })).toBe(1)
})
