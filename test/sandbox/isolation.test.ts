import { expect, test } from 'vitest'
import { ownPassword } from '../../server/sandbox/people.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { openSandbox, password, sandboxWorld } from './support.ts'

const email = 'odette@orange.example'

test('what is live is unknown to a test key: identifiers, handles and tokens', async () => {
  const { w, letter, step, api } = await sandboxWorld()
  const live = steps(w)
  const begun = await live.start(letter)
  const unknown = { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  expect(await step.flow(begun.handle)).toMatchObject(unknown)
  expect(await step.chooseEmail(begun.handle, email, true)).toMatchObject({ closed: 'UNKNOWN' })
  expect(await step.signIn(letter, letter.issuedPassword, { flow: begun.handle })).toMatchObject({ why: 'WRONG' })
  const token = await migrate(w, letter, email, password)
  expect(await api('{ me { email } }', {}, { token })).toEqual({ me: null })
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
  await w.deliver()
  const mailed = w.mails.length
  await step.requestReset(letter.identifier, email)
  await w.deliver()
  expect(w.mails).toHaveLength(mailed)
  expect((await api('{ sandbox { mailbox { to } } }')).sandbox.mailbox).toEqual([])
})

test('what is in a sandbox is unknown to everybody else: the site, a live key, another partner’s test key', async () => {
  const { w, step, start } = await sandboxWorld()
  const { secret: live } = await newPartner(w.deps, 'autre', { kind: 'live' })
  const { secret: test } = await newPartner(w.deps, 'tiers')
  const { secret: own } = await newPartner(w.deps, 'quatre', { kind: 'live' })
  const { handle } = await start('900001')
  const { token } = await step.signIn({ identifier: '900032' }, ownPassword)
  for (const options of [{}, { key: live }, { key: test }, { key: own }]) {
    const stranger = steps(w, options)
    expect(await stranger.flow(handle)).toMatchObject({ __typename: 'FlowClosed', reason: 'UNKNOWN' })
    expect(await stranger.verify(handle, '12345678')).toMatchObject({ closed: 'UNKNOWN' })
    expect(await w.api('{ me { email } }', {}, { token, ...options })).toEqual({ me: null })
  }
  for (const options of [{}, { key: live }]) {
    expect(await steps(w, options).signIn({ identifier: '900032' }, ownPassword)).toMatchObject({ why: 'WRONG' })
    expect(await w.api('{ sandbox { now } }', {}, options)).toEqual({ sandbox: null })
    const notAllowed = { __typename: 'NotAllowed' }
    const reset = 'mutation { resetSandbox { __typename } }'
    expect(await w.api(reset, {}, options)).toEqual({ resetSandbox: notAllowed })
    const move = 'mutation { moveClock(input: { seconds: 60 }) { __typename } }'
    expect(await w.api(move, {}, options)).toEqual({ moveClock: notAllowed })
  }
})

test('the secret of a freeze opens in its own realm alone', async () => {
  const { w, key, step, mails, api } = await sandboxWorld()
  const { token } = await step.signIn({ identifier: '900032' }, ownPassword)
  await api(
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }',
    { input: { currentPassword: ownPassword, password, confirmation: password } },
    { token },
  )
  const [notice] = await mails('900032')
  const [, link] = /\/ce-n-est-pas-moi\/([\w.-]+)/.exec(notice.text) ?? []
  const freeze = async (options: object) =>
    (
      await w.api(
        'mutation ($input: FreezeInput!) { freeze(input: $input) { __typename } }',
        { input: { link } },
        options,
      )
    ).freeze.__typename
  const { secret: other } = await newPartner(w.deps, 'autre')
  expect([await freeze({}), await freeze({ key: other })]).toEqual(['FlowClosed', 'FlowClosed'])
  expect(await step.signIn({ identifier: '900032' }, password)).toMatchObject({ __typename: 'SignedIn' })
  expect(await freeze({ key })).toBe('Frozen')
  expect(await step.signIn({ identifier: '900032' }, password)).toMatchObject({ why: 'FROZEN' })
})

test('a test key and a stranger spend the same on a real identifier: one argon2, the same answer', async () => {
  const { w, letter, step } = await sandboxWorld()
  await step.signIn({ identifier: '900001' }, 'Autre-Chose-12')
  const before = w.hasher.work
  const known = await step.signIn(letter, letter.issuedPassword)
  const between = w.hasher.work
  const nobody = await step.signIn({ identifier: '777777' }, letter.issuedPassword)
  expect(between - before).toBe(1)
  expect(w.hasher.work - between).toBe(1)
  expect(known).toEqual(nobody)
})

test('the clock of one sandbox moves no other, and nothing real', async () => {
  const { w, letter, step, forward, start, code } = await sandboxWorld()
  const { secret } = await newPartner(w.deps, 'autre')
  const other = openSandbox(w, secret)
  const mine = await start('900001')
  const theirs = await other.start('900001')
  const real = await steps(w).start(letter)
  await step.chooseEmail(mine.handle, email, true)
  await other.step.chooseEmail(theirs.handle, email, true)
  await steps(w).chooseEmail(real.handle, email, true)
  const mail = await code('900001')
  expect(await forward(31 * 60)).toMatchObject({ __typename: 'ClockMoved', aheadSeconds: 1860 })
  expect(await step.verify(mine.handle, mail)).toMatchObject({ reason: 'EXPIRED' })
  expect(await other.step.verify(theirs.handle, await other.code('900001'))).toMatchObject({
    __typename: 'CodeVerified',
  })
  expect(await steps(w).verify(real.handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
  expect((await other.api('{ sandbox { now aheadSeconds } }')).sandbox).toEqual({
    now: w.clock.now().toISOString(),
    aheadSeconds: 0,
  })
})

test('whoever listens to a journey is told by the clock of its own sandbox', async () => {
  const { w, start, step, forward, delivery } = await sandboxWorld()
  const { handle } = await start('900023')
  await step.chooseEmail(handle, email, true)
  expect(await delivery(handle)).toMatchObject({ status: 'DELAYED' })
  await forward(3600)
  expect(await delivery(handle)).toMatchObject({ status: 'ACCEPTED', nextAttemptAt: null })
  await forward(24 * 3600)
  expect(await step.flow(handle)).toMatchObject({ __typename: 'FlowClosed', reason: 'EXPIRED' })
  expect(w.clock.now().toISOString()).toBe('2026-11-22T13:05:00.000Z')
})
