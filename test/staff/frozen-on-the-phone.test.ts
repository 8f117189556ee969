import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { detachEmail } from '../../server/staff/detach-email.ts'
import { freezeAccount } from '../../server/staff/freeze-account.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { thawAccount } from '../../server/staff/thaw-account.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
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

const thief = 'thief@elsewhere.example'

/** A thief used the letter first: address, password and every notice are theirs. */
async function stolen(w: World) {
  const step = steps(w)
  const letters = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const token = await migrate(w, letters[0], thief, password)
  await w.deliver()
  w.clock.forward({ minutes: 5 })
  return { step, letters, token }
}

test('who holds the mailbox and says no each time is put out by the service, and the owner comes in by letter', async () => {
  const w = await world()
  const { step, letters, token } = await stolen(w)
  const box = letterbox()
  await detachEmail(w.deps, ask('A100'), box)
  await cancel(w, await cancelLink(w, thief))
  await detachEmail(w.deps, ask('A100'), box)
  const held = await cancelLink(w, thief)
  const pending = await step.changeEmail(token, 'thief2@elsewhere.example', password)

  expect(await freezeAccount(w.deps, ask('A100'))).toMatchObject({ identifiers: ['A100', 'A200'] })
  expect(await step.me(token)).toBeNull()
  expect(await step.signIn({ identifier: 'A200' }, password)).toMatchObject({ why: 'FROZEN' })
  expect(await step.flow(pending.handle)).toMatchObject({ __typename: 'FlowClosed' })
  expect(await cancel(w, held)).toMatchObject({ __typename: 'FlowClosed', reason: 'EXPIRED' })
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({ state: 'FROZEN', next: { action: 'WAIT_FOR_ACTION' } })

  w.clock.forward({ hours: 72 })
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({ identifiers: ['A100', 'A200'] })
  await migrate(w, box.held(letters[0]), email, another)
  expect(await step.signIn({ identifier: 'A200' }, another)).toMatchObject({ __typename: 'SignedIn' })
})

test('a clerk alone lets nobody in: what the service froze waits three days, told, and is stopped by phone', async () => {
  const w = await world()
  const { mailed } = await openOwner(w, ['A100'])
  await freezeAccount(w.deps, ask('A100'))
  const box = letterbox()
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({
    __typename: 'StaffActionRequested',
    byPhone: true,
    told: ['m•••@orange.example'],
  })
  expect(box.letters).toEqual([])
  const mails = await mailsSince(w, mailed)
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    'L’adresse e-mail de votre compte',
    'Votre compte est bloqué',
  ])
  for (const { text } of mails) {
    expect(text).not.toMatch(/annuler\/|ce-n-est-pas-moi\//)
    expect(text.replaceAll('\u00a0', ' ')).toContain('Appelez-nous tout de suite : 01 99 00 12 34')
  }

  expect(await thawAccount(w.deps, { ...ask('A100'), keepEmail: false })).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
  expect(await thawAccount(w.deps, { ...ask('A100'), keepEmail: true })).toMatchObject({ identifiers: ['A100'] })
  w.clock.forward({ hours: 72 })
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({
    __typename: 'StaffActionRequested',
    byPhone: false,
  })
  expect(box.letters).toEqual([])
})

test('a password changed every day voids nothing any more once the account is frozen', async () => {
  const w = await world()
  const { step } = await stolen(w)
  await freezeAccount(w.deps, ask('A200'))
  await detachEmail(w.deps, ask('A200'), letterbox())
  w.clock.forward({ hours: 36 })
  expect(await step.signIn({ identifier: 'A100' }, password)).toMatchObject({ why: 'FROZEN' })
  const before = w.mails.length
  await step.requestReset('A100', thief)
  expect((await mailsSince(w, before)).map(({ to, subject }) => [to, /code/.test(subject)])).not.toContainEqual([
    thief,
    true,
  ])
  w.clock.forward({ hours: 36 })
  expect(await detachEmail(w.deps, ask('A200'), letterbox())).toMatchObject({ __typename: 'LettersIssued' })
})

test('the letter of another account is not walked at the address that the service froze', async () => {
  const w = await world()
  const step = steps(w)
  const [first, second] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const { handle } = await step.start(first)
  await step.chooseEmail(handle, thief)
  await step.verify(handle, await w.codeSentTo(thief))
  await step.setPassword(handle, password, { accounts: [] })
  await freezeAccount(w.deps, ask('A100'))
  expect(await step.start(second ?? first)).toMatchObject({ __typename: 'SignInRefused', why: 'FROZEN' })
})

test('a freeze by the service is written down once, and refused where nothing is open', async () => {
  const w = await world()
  const { letter } = await openOwner(w, ['A100'])
  const [waiting] = await w.people.owner({ identifiers: ['B100'] })
  expect(await freezeAccount(w.deps, ask(waiting.identifier))).toMatchObject({ reason: 'NOT_OPEN' })
  await freezeAccount(w.deps, ask('A100'))
  expect(await freezeAccount(w.deps, ask('A100'))).toMatchObject({ reason: 'FROZEN' })
  expect(await w.deps.db.event.findMany({ where: { kind: 'STAFF_ACTION_DONE' } })).toMatchObject([
    { accountId: letter.accountId, facts: { kind: 'FREEZE', by: 'accueil-2' } },
  ])
  await closeAccount(w.deps, { ...ask('B100'), cause: 'SALE' })
  expect(await freezeAccount(w.deps, ask('B100'))).toMatchObject({ reason: 'CLOSED' })
  expect(await statesOf(w)).toEqual({ A100: 'FROZEN', B100: 'CLOSED' })
})

test('a detached address that its owner refused is not detached at once because the frightened owner then froze', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  await detachEmail(w.deps, ask('A100'), letterbox())
  await cancel(w, await cancelLink(w, email))
  w.clock.forward({ seconds: 1 })
  const row = await w.deps.db.freezeLink.findFirstOrThrow()
  await step.freeze(linkToken(w.deps.keys, 'freeze link', row))
  const box = letterbox()
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({
    __typename: 'StaffActionRequested',
    byPhone: true,
  })
  expect(box.letters).toEqual([])
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({ next: { action: 'WAIT_FOR_ACTION' } })
})

test('a frozen account with an old letter asked for is to be thawed, which voids what was asked', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  await reissueAccount(w.deps, ask('A100'), letterbox())
  w.clock.forward({ hours: 73 })
  const row = await w.deps.db.freezeLink.findFirstOrThrow()
  await step.freeze(linkToken(w.deps.keys, 'freeze link', row))
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({ next: { action: 'THAW' } })
  await thawAccount(w.deps, { ...ask('A100'), keepEmail: false })
  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({ next: { action: 'FORGOTTEN_PASSWORD' } })
  expect(await reissueAccount(w.deps, ask('A100'), letterbox())).toMatchObject({ __typename: 'StaffActionRequested' })
})
