import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'

test('the letter carries its owner from the issued password to an open session', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()

  const started = await step.signIn(letter, letter.issuedPassword)
  expect(started).toMatchObject({ __typename: 'MigrationStarted', flow: { step: 'CHOOSE_EMAIL', email: null } })
  const sent = await step.chooseEmail(started.handle, ' Marie.Durand＠orange,example ')
  expect(sent).toMatchObject({
    __typename: 'CodeSent',
    flow: { step: 'ENTER_CODE', email: 'marie.durand@orange.example' },
  })
  expect(await step.flow(started.handle)).toMatchObject({ agency: { name: 'Cabinet des Tilleuls' } })
  const verified = await step.verify(started.handle, await w.codeSentTo('marie.durand@orange.example'))
  expect(verified).toMatchObject({ __typename: 'CodeVerified', flow: { step: 'SET_PASSWORD' } })
  const set = await step.setPassword(started.handle, password)
  expect(set).toMatchObject({ __typename: 'PasswordSet', accounts: [{ state: 'ACTIVE' }] })

  expect(await step.me(set.token)).toMatchObject({
    account: { id: letter.accountId },
    email: 'marie.durand@orange.example',
  })
  await w.deliver()
  expect(w.mails.at(-1)).toMatchObject({
    to: 'marie.durand@orange.example',
    subject: expect.stringContaining('ouvert'),
  })
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'SignedIn' })
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
})

test('nothing is linked before the code is verified', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  expect(await w.deps.db.credential.count()).toBe(0)
  expect(await step.setPassword(handle, password)).toMatchObject({ __typename: 'WrongStep', expected: 'ENTER_CODE' })
  expect(await step.cancel(handle)).toMatchObject({ __typename: 'FlowCancelled' })
  expect(await step.start(letter)).toMatchObject({ __typename: 'MigrationStarted' })
})

test('the password reaches the owner’s other issued accounts, listed only after the code, and no other’s', async () => {
  const w = await world()
  const step = steps(w)
  const [letter, second, third] = await w.people.owner({ identifiers: ['A100', 'A200', 'A300'] })
  const [stranger] = await w.people.owner({ identifiers: ['B100'] })
  const { handle, flow } = await step.start(letter)
  expect(flow.accounts).toEqual([])
  await step.chooseEmail(handle, email)
  const { flow: verified } = await step.verify(handle, await w.codeSentTo(email))
  expect(verified.accounts.map((a: { identifier: string }) => a.identifier)).toEqual(['A100', 'A200', 'A300'])

  expect(await step.setPassword(handle, password, { accounts: [stranger.accountId] })).toMatchObject({
    __typename: 'InputRefused',
    fields: [{ field: 'accounts', reason: 'UNKNOWN' }],
  })
  const set = await step.setPassword(handle, password, { accounts: [second?.accountId] })
  expect(set.accounts.map((a: { identifier: string }) => a.identifier)).toEqual(['A100', 'A200'])
  expect(await step.signIn({ identifier: 'A200' }, password)).toMatchObject({ __typename: 'SignedIn' })
  expect(await step.signIn({ identifier: 'A300' }, password)).toMatchObject({ __typename: 'SignInRefused' })
  expect(await step.signIn({ identifier: 'A300' }, third?.issuedPassword ?? '')).toMatchObject({
    __typename: 'MigrationStarted',
    flow: { emailFixed: true, email: 'm•••@orange.example' },
  })
  expect(await w.deps.db.credential.count()).toBe(1)
})

test('a second migration sends to the verified address only, and can join its password', async () => {
  const w = await world()
  const step = steps(w)
  const [first, second] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const { handle } = await step.start(first)
  await step.chooseEmail(handle, email)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, password, { accounts: [] })

  const again = await step.start(second ?? first)
  expect(await step.chooseEmail(again.handle, 'thief@elsewhere.example')).toMatchObject({ emailReason: 'FIXED' })
  expect(await step.chooseEmail(again.handle, null)).toMatchObject({ flow: { email: 'm•••@orange.example' } })
  const { flow } = await step.verify(again.handle, await w.codeSentTo(email))
  expect(flow.joinable).toEqual([{ id: first.accountId }])
  const joined = await step.setPassword(again.handle, null, { keepPasswordOf: first.accountId })
  expect(joined).toMatchObject({ __typename: 'PasswordSet', accounts: [{ identifier: 'A200' }] })
  expect(await step.signIn({ identifier: 'A200' }, password)).toMatchObject({ __typename: 'SignedIn' })
  expect(await w.deps.db.credential.count()).toBe(1)
})

test('nobody joins the password of another owner, even with the same address', async () => {
  const w = await world()
  const step = steps(w)
  const [mister] = await w.people.owner()
  const [madam] = await w.people.owner()
  await migrate(w, mister, email, password)
  const { handle } = await step.start(madam)
  w.clock.forward({ minutes: 2 })
  await step.chooseEmail(handle, email)
  const { flow } = await step.verify(handle, await w.codeSentTo(email))
  expect(flow.joinable).toEqual([])
  expect(await step.setPassword(handle, null, { keepPasswordOf: mister.accountId })).toMatchObject({
    __typename: 'InputRefused',
    fields: [{ field: 'keepPasswordOf', reason: 'UNKNOWN' }],
  })
})

test('the letter’s holder without the handle cannot finish what its owner proved', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const owner = await step.start(letter)
  await step.chooseEmail(owner.handle, email)
  await step.verify(owner.handle, await w.codeSentTo(email))

  const thief = await step.start(letter)
  expect(thief.handle).not.toBe(owner.handle)
  expect(thief.flow).toMatchObject({ step: 'CHOOSE_EMAIL', email: 'm•••@orange.example' })
  expect(await step.setPassword(thief.handle, password)).toMatchObject({
    __typename: 'WrongStep',
    expected: 'CHOOSE_EMAIL',
  })
  expect(await step.setPassword(owner.handle, password)).toMatchObject({
    __typename: 'FlowClosed',
    closed: 'SUPERSEDED',
  })
})

test('the handle resumes at its step; fifteen minutes after the code it is asked for again', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  await step.verify(handle, await w.codeSentTo(email))
  const resumed = await step.start(letter, handle)
  expect(resumed).toMatchObject({ handle, flow: { step: 'SET_PASSWORD', email } })

  w.clock.forward({ minutes: 15, ms: 1 })
  expect(await step.setPassword(handle, password)).toMatchObject({ __typename: 'WrongStep', expected: 'ENTER_CODE' })
  expect(await step.flow(handle)).toMatchObject({ step: 'ENTER_CODE', email, codeOpen: false, accounts: [] })
  expect(await step.resend(handle)).toMatchObject({ __typename: 'CodeSent' })
  await step.verify(handle, await w.codeSentTo(email))
  expect(await step.setPassword(handle, password)).toMatchObject({ __typename: 'PasswordSet' })
})

test('an issued password that fails the new policy still opens its migration once', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({ issuedPassword: '1234' })
  expect(await step.signIn(letter, '12 34')).toMatchObject({ __typename: 'MigrationStarted' })
})

test('an expired letter opens nothing, and says so only to who holds it', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({ issuedExpiresAt: new Date('2026-03-03T00:00:00Z') })
  expect(await step.signIn(letter, letter.issuedPassword)).toMatchObject({
    why: 'ISSUED_EXPIRED',
    expiredAt: '2026-03-03T00:00:00.000Z',
  })
  expect(await step.signIn(letter, 'another')).toMatchObject({ why: 'WRONG', expiredAt: null })
})

test('a flow ends after its day, and not before its live codes', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  w.clock.forward({ hours: 23, minutes: 59 })
  await step.chooseEmail(handle, email)
  const code = await w.codeSentTo(email)
  w.clock.forward({ minutes: 20 })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
  w.clock.forward({ hours: 4 })
  expect(await step.flow(handle)).toMatchObject({ __typename: 'FlowClosed', reason: 'EXPIRED' })
})
