import { expect, test } from 'vitest'
import { detachEmail } from '../../server/staff/detach-email.ts'
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

const fresh = 'marie@free.example'

test('a lost mailbox: three days later every account it guards is back to a letter, and the way in is open', async () => {
  const w = await world()
  const { step, letters, token } = await openOwner(w)
  await step.splitPassword(token, letters[2]?.accountId ?? '', password, another)
  await step.changePassword(token, password, 'Cerise-88-nuage')
  await w.deliver()
  const before = w.mails.length
  const box = letterbox()
  expect(await detachEmail(w.deps, ask('A200'), box)).toMatchObject({ __typename: 'StaffActionRequested' })
  expect(await mailsSince(w, before)).toMatchObject([{ to: email, subject: 'L’adresse e-mail de votre compte' }])
  w.clock.forward({ hours: 71 })
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({ reason: 'WAITING' })
  expect(box.letters).toEqual([])

  w.clock.forward({ hours: 1 })
  const { token: open } = await step.signIn({ identifier: 'A300' }, another)
  const reset = await step.requestReset('A100', email)
  const resetCode = await w.codeSentTo(email)
  const done = await detachEmail(w.deps, ask('A200'), box)
  expect(done).toMatchObject({ __typename: 'LettersIssued', identifiers: ['A100', 'A200', 'A300'] })
  expect(await statesOf(w)).toEqual({ A100: 'ISSUED', A200: 'ISSUED', A300: 'ISSUED' })
  expect(await step.verify(reset.handle, resetCode)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG' })
  expect(await w.deps.db.credential.count()).toBe(0)
  expect(await w.deps.db.event.count({ where: { kind: 'STAFF_ACTION_DONE' } })).toBe(3)
  expect(new Set(box.letters.map(({ issuedPassword }) => issuedPassword)).size).toBe(3)

  await w.deliver()
  const gone = w.mails.length
  await migrate(w, box.held(letters[1] ?? letters[0]), fresh, 'Moulin-55-cerise')
  expect((await mailsSince(w, gone)).map(({ to }) => to)).toEqual([fresh, fresh])
  expect(await step.signIn({ identifier: 'A100' }, 'Moulin-55-cerise')).toMatchObject({ __typename: 'SignedIn' })
  // Open again, and still what was signed in before is not.
  expect(await step.me(open)).toBeNull()
})

test('a thief on the phone: the owner says no from the notice, and nothing happens', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w)
  const box = letterbox()
  await detachEmail(w.deps, ask('A100'), box)
  expect(await cancel(w, await cancelLink(w, email))).toMatchObject({ kind: 'DETACH_EMAIL' })
  w.clock.forward({ hours: 72 })
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({ __typename: 'StaffActionRequested' })
  expect(box.letters).toEqual([])
  expect(await statesOf(w)).toMatchObject({ A100: 'ACTIVE' })
  expect(await step.signIn(letter, password)).toMatchObject({ __typename: 'SignedIn' })
})

test('a link of another purpose, of another action or forged cancels nothing', async () => {
  const w = await world()
  await openOwner(w)
  await w.deliver()
  const frozen = /ce-n-est-pas-moi\/([\w-]+)/.exec(w.mails.at(-1)?.text ?? '')?.[1] ?? ''
  expect(frozen).toHaveLength(64)
  await detachEmail(w.deps, ask('A100'), letterbox())
  const link = await cancelLink(w, email)
  const { id } = await w.deps.db.staffAction.findFirstOrThrow()
  const ofFreezePurpose = Buffer.concat([
    Buffer.from(id.replaceAll('-', ''), 'hex'),
    w.deps.keys.hmac('k1', 'freeze link', id),
  ]).toString('base64url')
  for (const forged of ['', 'x', frozen, ofFreezePurpose, `${link.slice(0, -2)}AA`, `${link}A`]) {
    expect(await cancel(w, forged)).toMatchObject({ __typename: 'FlowClosed', reason: 'UNKNOWN' })
  }
  expect(await steps(w).freeze(link)).toMatchObject({ closed: 'UNKNOWN' })
  expect(await cancel(w, link)).toMatchObject({ __typename: 'StaffActionCancelled' })
})

test('a request counts for nothing once its owner has proved the address or the password anew', async () => {
  const w = await world()
  const { step } = await openOwner(w)
  await detachEmail(w.deps, ask('A100'), letterbox())
  w.clock.forward({ hours: 24 })
  const { handle } = await step.requestReset('A200', email)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, another)
  w.clock.forward({ hours: 48 })
  const box = letterbox()
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({ __typename: 'StaffActionRequested' })
  expect(box.letters).toEqual([])
  expect(await statesOf(w)).toMatchObject({ A100: 'ACTIVE' })
})

test('a mailbox lost after a new letter: the address waits its three days too, then the letter chooses another', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w, ['A100'])
  const box = letterbox()
  await reissueAccount(w.deps, ask('A100'), box)
  w.clock.forward({ hours: 72 })
  await reissueAccount(w.deps, ask('A100'), box)
  const held = box.held(letter)
  expect(await detachEmail(w.deps, ask('A100'), letterbox())).toMatchObject({ __typename: 'StaffActionRequested' })
  w.clock.forward({ hours: 72 })
  const stuck = await step.start(held)
  expect(stuck.flow).toMatchObject({ emailFixed: true })
  const none = letterbox()
  expect(await detachEmail(w.deps, ask('A100'), none)).toMatchObject({ identifiers: [], expiresAt: null })
  expect(none.letters).toEqual([])
  expect(await step.flow(stuck.handle)).toMatchObject({ __typename: 'FlowClosed' })
  await migrate(w, held, fresh, another)
  expect(await step.signIn(letter, another)).toMatchObject({ __typename: 'SignedIn' })
})

test('another address of the same owner, and another owner’s accounts, are left as they are', async () => {
  const w = await world()
  const { step, letters, token } = await openOwner(w, ['A100', 'A200'])
  await step.splitPassword(token, letters[1]?.accountId ?? '', password, another)
  const { token: own } = await step.signIn({ identifier: 'A200' }, another)
  const change = await step.changeEmail(own, fresh, another)
  await step.verify(change.handle, await w.codeSentTo(fresh))
  const [neighbour] = await w.people.owner({ identifiers: ['B100'] })
  await migrate(w, neighbour, email, 'Phare-33-noisette')
  w.clock.forward({ hours: 24 * 31 })
  await w.deliver()
  const before = w.mails.length
  await detachEmail(w.deps, ask('A100'), letterbox())
  expect((await mailsSince(w, before)).map(({ to }) => to).sort()).toEqual([email, fresh].sort())
  w.clock.forward({ hours: 72 })
  // What was announced for one address opens nothing at the other.
  expect(await detachEmail(w.deps, ask('A200'), letterbox())).toMatchObject({ __typename: 'StaffActionRequested' })
  const box = letterbox()
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({ identifiers: ['A100'] })
  expect(await statesOf(w)).toEqual({ A100: 'ISSUED', A200: 'ACTIVE', B100: 'ACTIVE' })
  expect(await step.signIn({ identifier: 'B100' }, 'Phare-33-noisette')).toMatchObject({ __typename: 'SignedIn' })
})

test('an owner without a verified address has none to lose; a closed account is no way to it', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  expect(await detachEmail(w.deps, ask(letter.identifier), letterbox())).toMatchObject({ reason: 'NO_EMAIL' })
  const [closed] = await w.people.owner({ state: 'CLOSED' })
  expect(await detachEmail(w.deps, ask(closed.identifier), letterbox())).toMatchObject({ reason: 'CLOSED' })
})
