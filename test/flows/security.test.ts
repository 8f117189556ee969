import { expect, test } from 'vitest'
import { linkToken } from '../../server/link.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const fresh = 'marie@free.example'
const password = 'Tilleul-42-lampe'
const another = 'Bougie-17-rivage'

async function signedIn(w: World, identifiers = ['A100', 'A200', 'A300']) {
  const letters = await w.people.owner({ identifiers })
  const token = await migrate(w, letters[0], email, password)
  w.clock.forward({ minutes: 5 })
  return { step: steps(w), letters, token, ids: letters.map(({ accountId }) => accountId) }
}

/** The link of the newest notice of a kind, as its mail writes it. */
async function linkOf(w: World, kind: 'ACCOUNT_OPENED' | 'PASSWORD_CHANGED' | 'EMAIL_CHANGED') {
  const { freezeLink } = await w.deps.db.message.findFirstOrThrow({
    where: { kind },
    orderBy: { createdAt: 'desc' },
    include: { freezeLink: true },
  })
  if (!freezeLink) throw new Error('a notice without its link')
  return linkToken(w.deps.keys, 'freeze link', freezeLink)
}

test('a new e-mail counts once its code is typed; the old one stays until then and is told', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  const { handle, flow } = await step.changeEmail(token, fresh, password)
  expect(flow).toMatchObject({ kind: 'EMAIL_CHANGE', step: 'ENTER_CODE', email: fresh })
  expect((await step.me(token)).email).toBe(email)
  const code = await w.codeSentTo(fresh)
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'EmailChanged', account: { identifier: 'A100' } })
  expect(await step.me(token)).toMatchObject({ email: fresh, resetBlockedUntil: '2026-11-23T13:10:00.000Z' })
  await w.deliver()
  const notice = w.mails.at(-1)
  expect(notice).toMatchObject({ to: email, subject: 'Votre adresse e-mail a été changée' })
  expect(notice?.text).toContain('m•••@free.example')
  expect(notice?.text).not.toContain(fresh)
})

test('for a day after a change of e-mail neither address resets, and the answer does not say so', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  const { handle } = await step.changeEmail(token, fresh, password)
  await step.verify(handle, await w.codeSentTo(fresh))
  await w.deliver()
  const before = w.mails.length
  for (const address of [email, fresh]) {
    expect(await step.requestReset('A100', address)).toMatchObject({ __typename: 'ResetRequested' })
  }
  await w.deliver()
  expect(w.mails.length).toBe(before)
  w.clock.forward({ hours: 24, seconds: 1 })
  await step.requestReset('A100', email)
  await step.requestReset('A200', fresh)
  await w.deliver()
  expect(w.mails.slice(before).map(({ to }) => to)).toEqual([fresh])
})

test('what is wrong with a new e-mail is told; a wrong password counts as a failed sign-in', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  expect(await step.changeEmail(token, 'marie', password)).toMatchObject({ emailReason: 'NO_AT' })
  expect(await step.changeEmail(token, fresh, password, 'mary@free.example')).toMatchObject({
    emailReason: 'DIFFERENT',
  })
  expect(await step.changeEmail(token, email.toUpperCase(), password)).toMatchObject({ emailReason: 'SAME' })
  for (let i = 0; i < 5; i++) expect(await step.changeEmail(token, fresh, 'wrong')).toMatchObject({ why: 'WRONG' })
  expect(await step.changeEmail(token, fresh, password)).toMatchObject({ __typename: 'TooManyTries' })
  expect(await step.signIn({ identifier: 'A100' }, password)).toMatchObject({ __typename: 'TooManyTries' })
  expect(await step.changeEmail('cs_nobody', fresh, password)).toMatchObject({ __typename: 'NotSignedIn' })
})

test('a change of password ends every other session and open flow, and gives this one a new token', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  const { token: elsewhere } = await step.signIn({ identifier: 'A200' }, password)
  const reset = await step.requestReset('A300', email)
  const code = await w.codeSentTo(email)
  const changed = await step.changePassword(token, password, another)
  expect(changed).toMatchObject({ __typename: 'PasswordChanged', accounts: [{}, {}, {}] })
  expect(await step.me(token)).toBeNull()
  expect(await step.me(elsewhere)).toBeNull()
  expect(await step.me(changed.token)).toMatchObject({ account: { identifier: 'A100' } })
  // In silence: who holds the handle of a reset may not learn that its pair was right.
  expect(await step.verify(reset.handle, code)).toMatchObject({
    __typename: 'CodeRefused',
    reason: 'WRONG',
    triesLeft: 4,
  })
  expect(await step.signIn({ identifier: 'A300' }, another)).toMatchObject({ __typename: 'SignedIn' })
  expect(await step.changePassword(changed.token, another, another)).toMatchObject({ unmet: ['NOT_CURRENT'] })
})

test('an account that is split off keeps its e-mail, and no longer shares reset, change or freeze', async () => {
  const w = await world()
  const { step, token, ids } = await signedIn(w)
  const third = ids[2] ?? ''
  expect(await step.splitPassword(token, third, password, another)).toMatchObject({
    __typename: 'PasswordSplit',
    account: { identifier: 'A300' },
    token: null,
  })
  expect((await step.me(token)).sharingAccounts.map((a: { identifier: string }) => a.identifier)).toEqual([
    'A100',
    'A200',
  ])
  expect(await step.signIn({ identifier: 'A300' }, password)).toMatchObject({ why: 'WRONG' })

  w.clock.forward({ minutes: 1 })
  const { handle } = await step.requestReset('A100', email)
  await step.verify(handle, await w.codeSentTo(email))
  await step.setPassword(handle, 'Cerise-88-nuage')
  const { token: own } = await step.signIn({ identifier: 'A300' }, another)
  expect(await step.me(own)).toMatchObject({ email, sharingAccounts: [{ identifier: 'A300' }] })

  w.clock.forward({ hours: 1 })
  expect(await step.freeze(await linkOf(w, 'PASSWORD_CHANGED'))).toMatchObject({ __typename: 'Frozen' })
  expect(await step.signIn({ identifier: 'A200' }, 'Cerise-88-nuage')).toMatchObject({ why: 'FROZEN' })
  expect(await step.signIn({ identifier: 'A300' }, another)).toMatchObject({ __typename: 'SignedIn' })
})

test('nobody splits another owner’s account, or the only one that has the password', async () => {
  const w = await world()
  const { step, token, ids } = await signedIn(w, ['A100'])
  const [stranger] = await w.people.owner()
  for (const account of [ids[0] ?? '', stranger.accountId, 'nonsense']) {
    expect(await step.splitPassword(token, account, password, another)).toMatchObject({
      fields: [{ field: 'account', reason: 'UNKNOWN' }],
    })
  }
})

test('an owner sees the open sessions and ends them; another owner’s are out of reach', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  const { token: second } = await step.signIn({ identifier: 'A200' }, password, { from: '198.51.100.9' })
  const [stranger] = await w.people.owner()
  const theirs = await migrate(w, stranger, 'other@orange.example', another)
  const { sessions } = await step.me(token)
  expect(sessions).toHaveLength(2)
  expect(sessions.find(({ current }: { current: boolean }) => !current)).toMatchObject({
    network: '198.51.100.9',
    device: 'OTHER',
  })
  const [foreign] = (await step.me(theirs)).sessions
  expect(await step.endSession(token, foreign.id)).toMatchObject({ count: 0 })
  expect(await step.endSession(token, 'nonsense')).toMatchObject({ count: 0 })
  expect(await step.me(theirs)).not.toBeNull()
  expect(await step.endSession(token, null)).toMatchObject({ count: 1 })
  expect(await step.me(second)).toBeNull()
  expect(await step.me(token)).not.toBeNull()
})

test('« Ce n’est pas moi » closes everything once, and undoes a change of e-mail younger than three days', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  const { handle } = await step.changeEmail(token, fresh, password)
  await step.verify(handle, await w.codeSentTo(fresh))
  w.clock.forward({ hours: 1 })
  const again = await step.signIn({ identifier: 'A100' }, password)
  const second = await step.changeEmail(again.token, 'thief@elsewhere.example', password)
  await step.verify(second.handle, await w.codeSentTo('thief@elsewhere.example'))
  const pending = await step.changeEmail(again.token, 'thief2@elsewhere.example', password)
  w.clock.forward({ hours: 70 })

  const link = await linkOf(w, 'EMAIL_CHANGED')
  expect(await step.freeze(link)).toEqual({ __typename: 'Frozen', emailUndo: 'RESTORED' })
  const { email: restored } = await w.deps.db.credential.findFirstOrThrow()
  expect(restored).toBe(email)
  expect(await step.me(again.token)).toBeNull()
  expect(await step.flow(pending.handle)).toMatchObject({ __typename: 'FlowClosed' })
  for (const identifier of ['A100', 'A200', 'A300']) {
    expect(await step.signIn({ identifier }, password)).toMatchObject({ why: 'FROZEN' })
  }
  await w.deliver()
  expect(w.mails.map(({ to }) => to)).toContain('bonjour@tilleuls.example')
  const before = w.mails.length
  await step.requestReset('A100', email)
  await w.deliver()
  expect(w.mails.length).toBe(before)
  expect(await step.freeze(link)).toMatchObject({ closed: 'COMPLETED' })
})

test('after three days a change of e-mail stays; after ten the link opens nothing; a forged one never does', async () => {
  const w = await world()
  const { step, token } = await signedIn(w)
  const { handle } = await step.changeEmail(token, fresh, password)
  await step.verify(handle, await w.codeSentTo(fresh))
  const link = await linkOf(w, 'EMAIL_CHANGED')
  const opened = await linkOf(w, 'ACCOUNT_OPENED')
  for (const forged of ['', 'x', `${link.slice(0, -2)}AA`, opened.slice(0, 30) + link.slice(30), `${link}A`]) {
    expect(await step.freeze(forged)).toMatchObject({ closed: 'UNKNOWN' })
  }
  w.clock.forward({ hours: 73 })
  expect(await step.freeze(link)).toEqual({ __typename: 'Frozen', emailUndo: 'TOO_LATE' })
  w.clock.forward({ hours: 24 * 7 })
  expect(await step.freeze(opened)).toMatchObject({ closed: 'EXPIRED' })
})
