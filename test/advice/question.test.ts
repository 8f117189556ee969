import { describe, expect, test } from 'vitest'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer } from '../support/name-server.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const zones = {
  'orange.fr': { mx: [[10, 'smtp-in.orange.fr']] },
  'gmial.com': { mx: [[10, 'park-mx.above.com']] },
  'cabinet-durand.fr': { mx: [[10, 'mx-mibc-fr-08.mailinblack.com']] },
  'no-mail.fr': { mx: [[0, '.']] },
  'silent.fr': 'SILENCE',
} as const

/** A world whose DNS is a real server on loopback, and an owner whose migration waits for an address. */
async function asking() {
  const w = await world()
  const server = await nameServer({ ...zones })
  w.deps.mailDomains = createMailDomains([server.address], w.clock)
  const [letter] = await w.people.owner()
  const { handle } = await steps(w).start(letter)
  return { w, letter, handle, step: steps(w), asked: server.asked }
}

const rowsOf = async (w: World) => ({
  codes: await w.deps.db.code.count(),
  messages: await w.deps.db.message.count(),
  sends: await w.deps.db.counter.count({ where: { kind: { startsWith: 'SEND' } } }),
})

describe('the address of a migration is questioned before a code leaves', () => {
  test.each([
    [
      'a slip, though squatters take its mail',
      'marie@gmial.com',
      { suggestion: 'marie@gmail.com', filter: null, noServer: false },
    ],
    [
      'a slip into a domain that does not exist',
      'marie@oragne.fr',
      { suggestion: 'marie@orange.fr', filter: null, noServer: true },
    ],
    [
      'a mailbox behind MailInBlack',
      'marie@cabinet-durand.fr',
      { suggestion: null, filter: 'MailInBlack', noServer: false },
    ],
    ['a domain that takes no mail (RFC 7505)', 'marie@no-mail.fr', { suggestion: null, filter: null, noServer: true }],
    ['a domain that does not exist', 'marie@durand-martin.fr', { suggestion: null, filter: null, noServer: true }],
  ])('%s: nothing sent, stored or counted; the same, confirmed, is taken', async (_, email, question) => {
    const { w, handle, step } = await asking()
    expect(await step.chooseEmail(handle, email)).toMatchObject({ __typename: 'EmailQuestioned', ...question })
    expect(await rowsOf(w)).toEqual({ codes: 0, messages: 0, sends: 0 })
    expect((await step.flow(handle)).email).toBeNull()
    expect(await step.chooseEmail(handle, email, true)).toMatchObject({ __typename: 'CodeSent' })
    expect(await w.codeSentTo(email)).toMatch(/^\d{8}$/)
    w.clock.forward({ minutes: 2 })
    const again = await step.chooseEmail(handle, email)
    expect(again, 'once confirmed, this handle is not asked again').toMatchObject({ __typename: 'CodeSent' })
  })

  test('an address that nothing is wrong with is not', async () => {
    const { step, handle } = await asking()
    expect(await step.chooseEmail(handle, 'marie@orange.fr')).toMatchObject({ __typename: 'CodeSent' })
  })

  test('a silent DNS holds nobody up for more than 1.6 s, and nobody back', async () => {
    const { step, handle } = await asking()
    const began = performance.now()
    expect(await step.chooseEmail(handle, 'marie@silent.fr')).toMatchObject({ __typename: 'CodeSent' })
    expect(performance.now() - began).toBeLessThan(1600 + 200)
  })

  test('nobody without a handle makes us ask the DNS, and a handle asks for few domains', async () => {
    const { step, handle, asked } = await asking()
    await step.chooseEmail(`${handle}x`, 'marie@durand-martin.fr')
    await step.chooseEmail(handle, 'marie@')
    expect(asked).toEqual([])
    for (let i = 0; i < 25; i++) await step.chooseEmail(handle, `marie@d${i}.example`)
    expect(asked.length).toBeLessThanOrEqual(20)
  })

  test('the address proposed to a handle that did not type it is never questioned: the question would show it', async () => {
    const { w, letter, handle, step } = await asking()
    await step.chooseEmail(handle, 'marie@gmial.com', true)
    w.clock.forward({ minutes: 2 })
    const { handle: thief } = await step.start(letter)
    expect((await step.flow(thief)).email).toBe('m•••@gmial.com')
    expect(await step.chooseEmail(thief, null)).toMatchObject({ __typename: 'CodeSent' })
    w.clock.forward({ minutes: 2 })
    const { handle: other } = await step.start(letter)
    const guessed = await step.chooseEmail(other, 'marie@gmial.com')
    expect(guessed, 'a right guess at it is asked about like a wrong one').toMatchObject({
      __typename: 'EmailQuestioned',
    })
  })
})

describe('the address of a change of e-mail', () => {
  const password = 'Tilleul-42-lampe'
  async function signedIn() {
    const { w, letter, step, asked } = await asking()
    await migrate(w, letter, 'marie@orange.fr', password)
    await w.deliver()
    w.clock.forward({ hours: 2 })
    const { token } = await step.signIn(letter, password)
    return { w, step, token, asked }
  }

  test('is questioned before the password is looked at: no hash, no try; confirmed, it is taken', async () => {
    const { w, step, token } = await signedIn()
    const email = 'marie@cabinet-durand.fr'
    const before = w.hasher.work
    const tries = () => w.deps.db.counter.count({ where: { kind: { startsWith: 'SIGN_IN' } } })
    const counted = await tries()
    const questioned = await step.changeEmail(token, email, 'not this one')
    expect(questioned).toMatchObject({ __typename: 'EmailQuestioned', filter: 'MailInBlack' })
    expect([w.hasher.work, await tries()]).toEqual([before, counted])
    const wrong = await step.changeEmail(token, email, 'not this one', email, true)
    expect(wrong).toMatchObject({ __typename: 'SignInRefused' })
    const taken = await step.changeEmail(token, email, password, email, true)
    expect(taken).toMatchObject({ __typename: 'EmailChangeStarted' })
  })

  test('a stranger without a session makes us ask nothing', async () => {
    const { step, asked } = await signedIn()
    const before = asked.length
    expect(await step.changeEmail('cs_nobody', 'marie@durand-martin.fr', password)).toMatchObject({
      __typename: 'NotSignedIn',
    })
    expect(asked.length).toBe(before)
  })
})

test('a forgotten password is told nothing of it: no look-up, no suggestion', async () => {
  const { w, letter, step, asked } = await asking()
  const before = asked.length
  for (const email of ['marie@gmial.com', 'marie@no-mail.fr', 'marie@silent.fr']) {
    expect(await step.requestReset(letter.identifier, email)).toMatchObject({ __typename: 'ResetRequested' })
    w.clock.forward({ hours: 25 })
  }
  const refused = await step.requestReset(letter.identifier, 'andré@orange.fr')
  expect(refused).toMatchObject({ __typename: 'EmailRefused', emailReason: 'ACCENTS', meant: null })
  expect(asked.length).toBe(before)
})
