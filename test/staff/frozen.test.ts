import { expect, test } from 'vitest'
import { detachEmail } from '../../server/staff/detach-email.ts'
import { thawAccount } from '../../server/staff/thaw-account.ts'
import { migrate } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { another, ask, email, letterbox, mailsSince, openOwner, password, statesOf } from './support.ts'

const thief = 'thief@elsewhere.example'

async function freezeFrom(w: World, to: string) {
  await w.deliver()
  const text = w.mails.findLast((mail) => mail.to === to && mail.text.includes('/ce-n-est-pas-moi/'))?.text ?? ''
  return /ce-n-est-pas-moi\/([\w-]+)/.exec(text)?.[1] ?? ''
}

test('frozen: thawed for every account of the password, which opens nothing any more; a forgotten one is answered at once', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100', 'A200'])
  await step.freeze(await freezeFrom(w, email))
  await w.deps.db.credential.updateMany({ data: { resetBlockedUntil: new Date('2026-11-23T13:05:00Z') } })
  expect(await statesOf(w)).toEqual({ A100: 'FROZEN', A200: 'FROZEN' })
  await w.deliver()
  const before = w.mails.length
  const done = await thawAccount(w.deps, { ...ask('A100'), keepEmail: false })
  expect(done).toMatchObject({ __typename: 'AccountsThawed', identifiers: ['A100', 'A200'] })
  expect(await mailsSince(w, before)).toMatchObject([{ to: email, subject: 'Votre compte bloqué est rouvert' }])
  expect(await step.signIn({ identifier: 'A200' }, password)).toMatchObject({ why: 'WRONG' })
  const { handle } = await step.requestReset('A200', email)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, another)
  expect(await step.signIn({ identifier: 'A100' }, another)).toMatchObject({ __typename: 'SignedIn' })
  expect(await thawAccount(w.deps, { ...ask('A100'), keepEmail: false })).toMatchObject({ reason: 'NOT_FROZEN' })
})

test('frozen too late to undo a thief’s address: no thaw, but letters at once, told to both addresses', async () => {
  const w = await world()
  const { step, letters, token } = await openOwner(w, ['A100', 'A200'])
  const change = await step.changeEmail(token, thief, password)
  await step.verify(change.handle, await w.codeSentTo(thief))
  const link = await freezeFrom(w, email)
  w.clock.forward({ hours: 73 })
  expect(await step.freeze(link)).toMatchObject({ emailUndo: 'TOO_LATE' })
  expect(await thawAccount(w.deps, { ...ask('A100'), keepEmail: false })).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
  expect(await statesOf(w)).toEqual({ A100: 'FROZEN', A200: 'FROZEN' })

  await w.deliver()
  const before = w.mails.length
  const box = letterbox()
  expect(await detachEmail(w.deps, ask('A100'), box)).toMatchObject({ identifiers: ['A100', 'A200'] })
  expect((await mailsSince(w, before)).map(({ to }) => to).sort()).toEqual([email, thief].sort())
  await w.deliver()
  const gone = w.mails.length
  await step.requestReset('A100', thief)
  await migrate(w, box.held(letters[0]), email, another)
  expect((await mailsSince(w, gone)).map(({ to }) => to)).not.toContain(thief)
  expect(await step.signIn({ identifier: 'A200' }, another)).toMatchObject({ __typename: 'SignedIn' })
})

test('an address that its owner calls his own is kept, and after thirty days it is not doubted', async () => {
  for (const [hours, keepEmail] of [
    [73, true],
    [30 * 24, false],
  ] as const) {
    const w = await world()
    const { step, token } = await openOwner(w, ['A100'])
    const change = await step.changeEmail(token, 'marie@free.example', password)
    await step.verify(change.handle, await w.codeSentTo('marie@free.example'))
    w.clock.forward({ hours, seconds: -1 })
    await w.deps.db.account.updateMany({ data: { state: 'FROZEN' } })
    expect(await thawAccount(w.deps, { ...ask('A100'), keepEmail: false })).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
    w.clock.forward({ seconds: 1 })
    expect(await thawAccount(w.deps, { ...ask('A100'), keepEmail })).toMatchObject({ __typename: 'AccountsThawed' })
  }
})
