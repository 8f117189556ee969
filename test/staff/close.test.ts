import { expect, test } from 'vitest'
import { closeAccount } from '../../server/staff/close-account.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { reopenAccount } from '../../server/staff/reopen-account.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'
import { ask, cancel, cancelLink, email, letterbox, mailsSince, openOwner, password, statesOf } from './support.ts'

test.each(['SALE', 'ERROR', 'DEATH'] as const)(
  'closed after %s: nothing opens it, the others keep their password and are named, and its owner is told',
  async (cause) => {
    const w = await world()
    const { step, letter, token, mailed } = await openOwner(w, ['A100', 'A200'])
    const reset = await step.requestReset('A100', email)
    const code = await w.codeSentTo(email)
    const before = w.mails.length
    expect(before).toBe(mailed + 1)
    expect(await closeAccount(w.deps, { ...ask('A100'), cause })).toMatchObject({
      __typename: 'AccountClosed',
      others: [{ identifier: 'A200', residence: 'Résidence A200', state: 'ACTIVE' }],
    })
    expect(await statesOf(w)).toEqual({ A100: 'CLOSED', A200: 'ACTIVE' })
    const [mail, ...more] = await mailsSince(w, before)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: email, subject: 'La fermeture d’un compte' })
    // The family may read it, and so may a living owner whose identifier was mistyped.
    const text = mail?.text.replaceAll('\u00a0', ' ') ?? ''
    expect(text).not.toMatch(/Durand|décès|décéd|vente|vendu/)
    expect(text).toContain('Nous pouvons le rouvrir.')
    expect(await step.me(token)).toBeNull()
    expect(await step.verify(reset.handle, code)).toMatchObject({ __typename: 'CodeRefused', reason: 'WRONG' })
    expect(await step.signIn(letter, password)).toMatchObject({ why: 'WRONG' })
    expect(await step.signIn({ identifier: 'A200' }, password)).toMatchObject({ __typename: 'SignedIn' })
    expect(await w.deps.db.event.findMany({ where: { kind: 'STAFF_ACTION_DONE' } })).toMatchObject([
      { accountId: letter.accountId, facts: { kind: 'CLOSE', cause, by: 'accueil-2' } },
    ])
    expect(await w.deps.db.staffAction.findMany()).toMatchObject([
      { kind: 'CLOSE', by: 'accueil-2', reason: 'appel du 22 novembre' },
    ])
    expect(await closeAccount(w.deps, { ...ask('A100'), cause })).toMatchObject({ reason: 'CLOSED' })
  },
)

test('a letter that was asked for before the sale is never made', async () => {
  const w = await world()
  await openOwner(w, ['A100'])
  await reissueAccount(w.deps, ask('A100'), letterbox())
  const link = await cancelLink(w, email)
  await closeAccount(w.deps, { ...ask('A100'), cause: 'SALE' })
  w.clock.forward({ hours: 72 })
  expect(await reissueAccount(w.deps, ask('A100'), letterbox())).toMatchObject({ reason: 'CLOSED' })
  expect(await cancel(w, link)).toMatchObject({ reason: 'COMPLETED' })
})

test('after a death the letter on the table opens nothing', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await closeAccount(w.deps, { ...ask(letter.identifier), cause: 'DEATH' })
  expect(await step.start(letter)).toMatchObject({ why: 'WRONG' })
  expect(await step.chooseEmail(handle, email)).toMatchObject({ __typename: 'FlowClosed' })
})

test('an account closed by mistake is open to a new letter, whose code goes to the verified address and nowhere else', async () => {
  for (const others of [[], ['A200']]) {
    const w = await world()
    const { step, letter, token } = await openOwner(w, ['A100', ...others])
    expect(await reopenAccount(w.deps, ask('A100'), letterbox())).toMatchObject({ reason: 'NOT_CLOSED' })
    await closeAccount(w.deps, { ...ask('A100'), cause: 'DEATH' })
    const box = letterbox()
    expect(await reopenAccount(w.deps, ask('A100'), box)).toMatchObject({
      __typename: 'LettersIssued',
      kind: 'REOPEN',
      told: ['m•••@orange.example'],
    })
    expect(await statesOf(w)).toMatchObject({ A100: 'ISSUED' })
    expect(await step.me(token)).toBeNull()
    expect(await step.signIn(letter, password)).toMatchObject({ why: 'WRONG' })
    const { handle, flow } = await step.start(box.held(letter))
    expect(flow).toMatchObject({ emailFixed: true, email: 'm•••@orange.example' })
    await step.chooseEmail(handle, null)
    await step.verify(handle, await w.codeSentTo(email))
    expect(await step.setPassword(handle, 'Bougie-17-rivage')).toMatchObject({ __typename: 'PasswordSet' })
    expect(await w.deps.db.event.findMany({ where: { facts: { path: ['kind'], equals: 'REOPEN' } } })).toHaveLength(1)
  }
})
