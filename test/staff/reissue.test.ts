import { expect, test } from 'vitest'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'
import {
  another,
  ask,
  cancel,
  cancelLink,
  email,
  letterbox,
  mailsSince,
  openOwner,
  password,
  statesOf,
} from './support.ts'

test('a lost letter: another at once, the old one opens nothing, what it had begun ends', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const begun = await step.start(letter)
  const box = letterbox()
  const done = await reissueAccount(w.deps, ask(letter.identifier), box)
  expect(done).toMatchObject({ __typename: 'LettersIssued', identifiers: [letter.identifier], told: [] })
  expect(await step.flow(begun.handle)).toMatchObject({ __typename: 'FlowClosed', reason: 'SUPERSEDED' })
  expect(await step.start(letter)).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
  await migrate(w, box.held(letter), email, password)
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'SignedIn' })
})

test('an expired letter: the new one opens for sixty days, to the second', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner({ issuedExpiresAt: new Date('2026-11-01T00:00:00Z') })
  expect(await step.start(letter)).toMatchObject({ why: 'ISSUED_EXPIRED' })
  const box = letterbox()
  await reissueAccount(w.deps, ask(letter.identifier), box)
  expect(box.letters).toMatchObject([{ lastName: 'Durand', expiresAt: new Date('2027-01-21T13:05:00Z') }])
  w.clock.forward({ hours: 60 * 24, seconds: -1 })
  expect(await step.start(box.held(letter))).toMatchObject({ __typename: 'MigrationStarted' })
  w.clock.forward({ seconds: 1 })
  expect(await step.start(box.held(letter))).toMatchObject({ why: 'ISSUED_EXPIRED' })
})

test('an open account: its owner is told and has three days to say no, then it is back to a letter, alone', async () => {
  const w = await world()
  const { step, letter, mailed } = await openOwner(w)
  const box = letterbox()
  const first = await reissueAccount(w.deps, ask('a 100'), box)
  expect(first).toMatchObject({ __typename: 'StaffActionRequested', told: ['m•••@orange.example'] })
  expect(await mailsSince(w, mailed)).toMatchObject([{ to: email, subject: 'Un nouveau courrier pour votre compte' }])
  w.clock.forward({ hours: 72, ms: -1 })
  expect(await reissueAccount(w.deps, ask('A100'), box)).toMatchObject({
    __typename: 'StaffRefused',
    reason: 'WAITING',
    effectiveAt: new Date('2026-11-25T13:10:00Z'),
  })
  expect(box).toMatchObject({ letters: [], discarded: 0 })
  const { token } = await step.signIn(letter, password)
  expect(await step.me(token)).not.toBeNull()
  const reset = await step.requestReset('A100', email)
  const resetCode = await w.codeSentTo(email)
  const { token: sibling } = await step.signIn({ identifier: 'A200' }, password)

  w.clock.forward({ ms: 1 })
  const done = await reissueAccount(w.deps, ask('A100'), box)
  expect(done).toMatchObject({ __typename: 'LettersIssued', identifiers: ['A100'], told: ['m•••@orange.example'] })
  expect(await statesOf(w)).toEqual({ A100: 'ISSUED', A200: 'ACTIVE', A300: 'ACTIVE' })
  expect(await step.me(sibling)).not.toBeNull()
  expect(await step.verify(reset.handle, resetCode)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG' })
  expect(await step.signIn(letter, password)).toMatchObject({ why: 'WRONG' })
  expect(await step.start(letter)).toMatchObject({ why: 'WRONG' })
  expect(await step.signIn({ identifier: 'A200' }, password)).toMatchObject({ __typename: 'SignedIn' })

  const { handle } = await step.start(box.held(letter))
  await step.chooseEmail(handle, null)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, another)
  expect(await step.signIn(letter, another)).toMatchObject({ __typename: 'SignedIn' })
  // Open again, and still what was signed in before is not.
  expect(await step.me(token)).toBeNull()
})

test('a stolen new letter alone opens nothing: the code goes to the verified address and nowhere else', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w, ['A100'])
  const box = letterbox()
  await reissueAccount(w.deps, ask('A100'), box)
  w.clock.forward({ hours: 72 })
  await reissueAccount(w.deps, ask('A100'), box)
  const { handle, flow } = await step.start(box.held(letter))
  expect(flow).toMatchObject({ emailFixed: true, email: 'm•••@orange.example' })
  expect(await step.chooseEmail(handle, 'thief@elsewhere.example')).toMatchObject({ emailReason: 'FIXED' })
  await step.chooseEmail(handle, null)
  await step.verify(handle, await w.codeSentTo(email))
  expect(await step.setPassword(handle, another)).toMatchObject({ __typename: 'PasswordSet' })
})

test('a request that its owner cancels is never carried out, and the link works once', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w)
  const box = letterbox()
  await reissueAccount(w.deps, ask('A100'), box)
  const link = await cancelLink(w, email)
  w.clock.forward({ hours: 71 })
  expect(await cancel(w, link)).toEqual({ __typename: 'StaffActionCancelled', kind: 'REISSUE' })
  expect(await cancel(w, link)).toMatchObject({ __typename: 'FlowClosed', reason: 'COMPLETED' })
  w.clock.forward({ hours: 2 })
  expect(await reissueAccount(w.deps, ask('A100'), box)).toMatchObject({ __typename: 'StaffActionRequested' })
  expect(box.letters).toEqual([])
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'SignedIn' })
  expect(await w.deps.db.event.findMany({ where: { kind: 'STAFF_ACTION_CANCELLED' } })).toMatchObject([
    { accountId: letter.accountId, facts: { kind: 'REISSUE' } },
  ])
})

test('the link still says no after its three days while nothing was done, and nothing once it was', async () => {
  const w = await world()
  await openOwner(w)
  await reissueAccount(w.deps, ask('A100'), letterbox())
  const late = await cancelLink(w, email)
  w.clock.forward({ hours: 80 })
  expect(await cancel(w, late)).toMatchObject({ __typename: 'StaffActionCancelled' })
  await reissueAccount(w.deps, ask('A100'), letterbox())
  const tooLate = await cancelLink(w, email)
  w.clock.forward({ hours: 72 })
  await reissueAccount(w.deps, ask('A100'), letterbox())
  expect(await cancel(w, tooLate)).toMatchObject({ __typename: 'FlowClosed', reason: 'EXPIRED' })
  expect(await statesOf(w)).toMatchObject({ A100: 'ISSUED' })
})

test('a request that nobody carried out lapses: thirty days later it begins again with another notice', async () => {
  const w = await world()
  const { mailed } = await openOwner(w)
  await reissueAccount(w.deps, ask('A100'), letterbox())
  w.clock.forward({ hours: 72 + 30 * 24 })
  const box = letterbox()
  expect(await reissueAccount(w.deps, ask('A100'), box)).toMatchObject({ __typename: 'StaffActionRequested' })
  expect(box.letters).toEqual([])
  expect(await mailsSince(w, mailed)).toHaveLength(1)
})

test('a letter that cannot be written, or that the account no longer waits for, changes nothing', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const full = { ...letterbox(), write: () => Promise.reject(new Error('the disk is full')) }
  await expect(reissueAccount(w.deps, ask(letter.identifier), full)).rejects.toThrow('the disk is full')
  const box = letterbox()
  const meanwhile = {
    ...box,
    async write() {
      await w.deps.db.account.updateMany({ data: { state: 'CLOSED' } })
    },
  }
  expect(await reissueAccount(w.deps, ask(letter.identifier), meanwhile)).toMatchObject({ reason: 'CLOSED' })
  expect(box.discarded).toBe(1)
  await w.deps.db.account.updateMany({ data: { state: 'ISSUED' } })
  expect(await step.start(letter)).toMatchObject({ __typename: 'MigrationStarted' })
  expect(await w.deps.db.staffAction.count()).toBe(0)
  expect(await w.deps.db.event.count({ where: { kind: 'STAFF_ACTION_DONE' } })).toBe(0)
})

test('two commands at once leave one letter, and it is the one that opens', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const boxes = [letterbox(), letterbox(), letterbox()]
  const outcomes = await Promise.all(boxes.map((box) => reissueAccount(w.deps, ask(letter.identifier), box)))
  expect(outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.__typename)).sort()).toEqual([
    'CHANGED',
    'CHANGED',
    'LettersIssued',
  ])
  const [left, ...more] = boxes.filter(({ letters }) => letters.length > 0)
  expect(more).toEqual([])
  expect(await steps(w).start(left?.held(letter) ?? letter)).toMatchObject({ __typename: 'MigrationStarted' })
})

test('a frozen or closed account gets no letter, and the reason says which it is', async () => {
  const w = await world()
  for (const state of ['FROZEN', 'CLOSED'] as const) {
    const [letter] = await w.people.owner({ state })
    const box = letterbox()
    expect(await reissueAccount(w.deps, ask(letter.identifier), box)).toMatchObject({ reason: state })
    expect(box.letters).toEqual([])
  }
})

test('without a code name, a reason or a known identifier nothing is done; all faults are told at once', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const refused = async (request: Partial<ReturnType<typeof ask>>) => {
    const outcome = await reissueAccount(w.deps, { ...ask(letter.identifier), ...request }, letterbox())
    return outcome.__typename === 'InputRefused' ? outcome.fields.map(({ field, reason }) => `${field} ${reason}`) : []
  }
  expect(await refused({ by: '', reason: ' ' })).toEqual(['by REQUIRED', 'reason REQUIRED'])
  expect(await refused({ by: 'marie@tilleuls.example' })).toEqual(['by MALFORMED'])
  expect(await refused({ reason: 'a\nb' })).toEqual(['reason MALFORMED'])
  expect(await refused({ reason: 'x'.repeat(201) })).toEqual(['reason TOO_LONG'])
  expect(await refused({ identifier: '' })).toEqual(['identifier REQUIRED'])
  expect(await refused({ identifier: 'Ж1' })).toEqual(['identifier MALFORMED'])
  expect(await refused({ identifier: 'Z999' })).toEqual(['identifier UNKNOWN'])
  expect(await refused({ realm: 'test:portal' })).toEqual(['identifier UNKNOWN'])
})

test('the new password is nowhere but in the letter', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const box = letterbox()
  const done = await reissueAccount(w.deps, ask(letter.identifier), box)
  const secret = box.held(letter).issuedPassword
  const { account, staffAction, event, message } = w.deps.db
  const stored = await Promise.all([account.findMany(), staffAction.findMany(), event.findMany(), message.findMany()])
  for (const form of [secret, secret.replaceAll('-', '')]) expect(JSON.stringify([done, stored])).not.toContain(form)
})
