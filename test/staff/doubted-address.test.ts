import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { thawAccount } from '../../server/staff/thaw-account.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { another, ask, email, mailsSince, openOwner, password } from './support.ts'

const thief = 'thief@elsewhere.example'
const fresh = 'marie@free.example'
const thaw = (w: World, keepEmail: boolean) => thawAccount(w.deps, { ...ask('A100'), keepEmail })

/** Signs in, changes the address, and gives the link that the address before was mailed. */
async function change(w: World, to: string, secret = password) {
  const step = steps(w)
  w.clock.forward({ seconds: 1 })
  const { token } = await step.signIn({ identifier: 'A100' }, secret)
  const { handle } = await step.changeEmail(token, to, secret)
  expect(await step.verify(handle, await w.codeSentTo(to))).toMatchObject({ __typename: 'EmailChanged' })
  const row = await w.deps.db.freezeLink.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  await w.deliver()
  return linkToken(w.deps.keys, 'freeze link', row)
}

/** What whoever reads a mailbox gets out of « Mot de passe oublié ». */
async function resets(w: World, reader: string): Promise<boolean> {
  const step = steps(w)
  const before = w.mails.length
  const { handle } = await step.requestReset('A100', reader)
  const mailed = (await mailsSince(w, before)).some(({ to }) => to === reader)
  if (!mailed) return false
  await step.verify(handle, await w.codeSentTo(reader))
  return (await step.setPassword(handle, 'Voleur-42-lampe')).__typename === 'PasswordSet'
}

test('two changes three days apart do not turn the thief into the former address', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  const link = await change(w, thief)
  w.clock.forward({ hours: 73 })
  await change(w, 'thief2@elsewhere.example')
  w.clock.forward({ hours: 5 })
  expect(await step.freeze(link)).toMatchObject({ emailUndo: 'TOO_LATE' })
  expect(await w.deps.db.credential.findFirst()).toMatchObject({ email: 'thief2@elsewhere.example' })
  const before = w.mails.length
  expect(await thaw(w, false)).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
  expect(await resets(w, thief)).toBe(false)
  const told = (await mailsSince(w, before)).map(({ to }) => to)
  expect(told).toEqual(expect.arrayContaining([email, thief, 'thief2@elsewhere.example']))
})

test('an owner who took the address back is not thrown out again by the thief’s own link', async () => {
  for (const hours of [1, 73]) {
    const w = await world()
    const { step } = await openOwner(w, ['A100'])
    await change(w, thief)
    w.clock.forward({ hours })
    const link = await change(w, email)
    const { token } = await step.signIn({ identifier: 'A100' }, password)
    await step.changePassword(token, password, another)
    expect(await step.freeze(link)).toMatchObject({ emailUndo: 'NONE' })
    expect(await w.deps.db.credential.findFirst()).toMatchObject({ email })
    expect(await thaw(w, false)).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
    const thawed = await thaw(w, true)
    expect(thawed).toMatchObject({
      __typename: 'AccountsThawed',
      told: ['m•••@orange.example', 't•••@elsewhere.example'],
    })
    w.clock.forward({ hours: 24 })
    expect(await resets(w, thief)).toBe(false)
    expect(await resets(w, email)).toBe(true)
  }
})

test('whoever reads the mailbox that an owner left closes the account, and does not get in by it', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  const link = await change(w, fresh)
  const before = w.mails.length
  expect(await step.freeze(link)).toMatchObject({ emailUndo: 'RESTORED' })
  const frozen = await mailsSince(w, before)
  const owners = frozen.filter(({ subject }) => subject === 'Votre compte est bloqué')
  expect(owners.map(({ to }) => to).sort()).toEqual([email, fresh].sort())
  expect(owners.map(({ text }) => /https?:/.test(text))).toEqual([false, false])

  expect(await showAccount(w.deps, ask('A100'))).toMatchObject({
    email: { inDoubt: true },
    next: { action: 'DETACH_EMAIL' },
  })
  expect(await thaw(w, false)).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
  w.clock.forward({ hours: 24 * 30, seconds: -1 })
  expect(await thaw(w, false)).toMatchObject({ reason: 'EMAIL_IN_DOUBT' })
  expect(await resets(w, email)).toBe(false)
  expect(await resets(w, fresh)).toBe(false)
})

test('a doubted address that the service keeps answers a day later: the other one was told and can call', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  await step.freeze(await change(w, thief))
  await w.deliver()
  const before = w.mails.length
  const resetBlockedUntil = new Date(w.clock.now().getTime() + 24 * 3_600_000)
  expect(await thaw(w, true)).toMatchObject({ resetBlockedUntil })
  const told = await mailsSince(w, before)
  expect(told.map(({ to }) => to).sort()).toEqual([email, thief].sort())
  expect(told[0]?.text.replaceAll('\u00a0', ' ')).toContain(
    '« Mot de passe oublié » fonctionne à partir du 23 novembre à 14 h 10.',
  )
  expect(await resets(w, email)).toBe(false)
  w.clock.forward({ hours: 24 })
  expect(await resets(w, email)).toBe(true)
})

test('an undo happens once: the thief’s link does not put the thief’s address back', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  const own = await change(w, thief)
  w.clock.forward({ seconds: 1 })
  const { token } = await step.signIn({ identifier: 'A100' }, password)
  await step.changePassword(token, password, another)
  const row = await w.deps.db.freezeLink.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  expect(await step.freeze(own)).toMatchObject({ emailUndo: 'RESTORED' })
  await w.deliver()
  const mailed = w.mails.length
  expect(await step.freeze(linkToken(w.deps.keys, 'freeze link', row))).toMatchObject({ emailUndo: 'NONE' })
  expect(await w.deps.db.credential.findFirst()).toMatchObject({ email, previousEmail: thief })
  expect(await mailsSince(w, mailed)).toEqual([])
})

test('the password that a thaw killed is not chosen again, however often the account was frozen since', async () => {
  const w = await world()
  const { step } = await openOwner(w, ['A100'])
  const links = await w.deps.db.freezeLink.findMany()
  for (let i = 0; i < 2; i++) {
    await w.deps.db.freezeLink.updateMany({ data: { usedAt: null } })
    for (const row of links) await step.freeze(linkToken(w.deps.keys, 'freeze link', row))
    expect(await thaw(w, false)).toMatchObject({ __typename: 'AccountsThawed' })
  }
  const { handle } = await step.requestReset('A100', email)
  await step.verify(handle, await w.codeSentTo(email))
  expect(await step.setPassword(handle, password)).toMatchObject({ unmet: ['NOT_CURRENT'] })
  expect(await step.setPassword(handle, another)).toMatchObject({ __typename: 'PasswordSet' })
  const { token } = await step.signIn({ identifier: 'A100' }, another)
  expect(await step.changePassword(token, another, password)).toMatchObject({ unmet: ['NOT_CURRENT'] })
})
