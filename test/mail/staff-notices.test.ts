import { expect, test } from 'vitest'
import { linkId } from '../../server/link.ts'
import { cancelStaffAction } from '../../server/staff/cancel-staff-action.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { detachEmail } from '../../server/staff/detach-email.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { thawAccount } from '../../server/staff/thaw-account.ts'
import { unlockAccount } from '../../server/staff/unlock-account.ts'
import { anyone } from '../support/callers.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
const sink = { async write() {}, async discard() {} }
const by = (identifier: string) => ({ realm: 'live', identifier, by: 'clerk7', reason: 'Elle a perdu sa boîte' })

/** An owner of three accounts under one password. */
async function served() {
  const w = await world()
  const letters = await w.people.owner({ identifiers: ['A100', 'A200', 'A300'] })
  const token = await migrate(w, letters[0], email, password)
  await w.deliver()
  w.clock.forward({ minutes: 5 })
  return { w, token, step: steps(w), fresh: newMails(w) }
}

/** The mails since the last look. */
function newMails(w: World) {
  let seen = w.mails.length
  return async () => {
    await w.deliver()
    const fresh = w.mails
      .slice(seen)
      .map(({ to, subject, text }) => ({ to, subject, text: text.replaceAll('\u00a0', ' ') }))
    seen = w.mails.length
    return fresh
  }
}

const lines = (text: string | undefined) => text?.match(/^A\d00 – .*$/gm)

test('a detached address is announced with its link for every account that shares it, then told as done', async () => {
  const { w, fresh } = await served()
  expect(await detachEmail(w.deps, by('A200'), sink)).toMatchObject({ __typename: 'StaffActionRequested' })
  const [announced, ...others] = await fresh()
  expect(others).toEqual([])
  expect(announced).toMatchObject({ to: email, subject: 'L’adresse e-mail de votre compte' })
  expect(announced?.text).toContain('notre service a prévu de retirer l’adresse e-mail de votre compte.')
  expect(announced?.text).toContain('Ce ne sera pas fait avant le 25 novembre à 14 h 10.')
  expect(lines(announced?.text)).toHaveLength(3)
  expect(announced?.text).not.toMatch(/clerk7|perdu sa boîte/)

  w.clock.forward({ hours: 72 })
  expect(await detachEmail(w.deps, by('A200'), sink)).toMatchObject({ __typename: 'LettersIssued' })
  const [done] = await fresh()
  expect(done?.to).toBe(email)
  expect(done?.text).toContain('Le 25 novembre à 14 h 10, notre service a retiré l’adresse e-mail de votre compte.')
  expect(lines(done?.text)).toEqual(lines(announced?.text))
  expect(done?.text).not.toContain('/annuler/')
})

test('the link of the announcement says no, once, and nothing is carried out after it', async () => {
  const { w, fresh } = await served()
  await reissueAccount(w.deps, by('A300'), sink)
  const [announced] = await fresh()
  expect(lines(announced?.text)).toEqual(['A300 – Résidence A300'])
  const [, link = ''] = /<http:\/\/localhost:3000\/annuler\/([\w-]+)>/.exec(announced?.text ?? '') ?? []
  expect(linkId(link)).not.toBeNull()
  expect(await cancelStaffAction(w.deps, { link }, anyone)).toEqual({
    __typename: 'StaffActionCancelled',
    kind: 'REISSUE',
  })
  expect(await cancelStaffAction(w.deps, { link }, anyone)).toMatchObject({ reason: 'COMPLETED' })
  w.clock.forward({ hours: 72 })
  expect(await reissueAccount(w.deps, by('A300'), sink)).toMatchObject({ __typename: 'StaffActionRequested' })
})

test('an account that is thawed is told with the others, and how to choose another password', async () => {
  const { w, step, fresh } = await served()
  const { freezeLink } = await w.deps.db.message.findFirstOrThrow({
    where: { kind: 'ACCOUNT_OPENED' },
    include: { freezeLink: true },
  })
  const opened = w.mails.find(({ subject }) => subject === 'Votre espace copropriétaire est ouvert')
  const [, link = ''] = /<http:\/\/localhost:3000\/ce-n-est-pas-moi\/([\w-]+)>/.exec(opened?.text ?? '') ?? []
  expect(linkId(link)).toBe(freezeLink?.id)
  expect(await step.freeze(link)).toMatchObject({ __typename: 'Frozen' })
  const [frozen, notice] = await fresh()
  expect(frozen).toMatchObject({ to: 'bonjour@tilleuls.example', subject: '3 comptes bloqués par leur propriétaire' })
  expect(lines(frozen?.text)).toHaveLength(3)
  expect(notice).toMatchObject({ to: email, subject: 'Votre compte est bloqué' })
  expect(lines(notice?.text)).toHaveLength(3)

  expect(await thawAccount(w.deps, { ...by('A100'), keepEmail: false })).toMatchObject({ __typename: 'AccountsThawed' })
  const [thawed] = await fresh()
  expect(thawed?.to).toBe(email)
  expect(lines(thawed?.text)).toHaveLength(3)
  expect(thawed?.text).toContain(
    'L’ancien mot de passe ne fonctionne plus. Choisissez-en un autre avec « Mot de passe oublié ».',
  )
  expect(await step.signIn({ identifier: 'A100' }, password)).toMatchObject({ why: 'WRONG' })
})

test('an unlocked and a closed account are told at once, each for itself', async () => {
  const { w, fresh } = await served()
  await unlockAccount(w.deps, by('A100'))
  const [unlocked] = await fresh()
  expect(unlocked?.text).toContain('notre service a redonné des essais à votre compte.')
  expect(lines(unlocked?.text)).toEqual(['A100 – Résidence A100'])
  await closeAccount(w.deps, { ...by('A200'), cause: 'SALE' })
  const [closed] = await fresh()
  expect(closed?.text).toContain('notre service a fermé ce compte.')
  expect(lines(closed?.text)).toEqual(['A200 – Résidence A200'])
  expect(closed?.text).not.toContain('/annuler/')
})

test('a new letter for an account that its owner uses says that the password and the devices go with it', async () => {
  const { w, fresh } = await served()
  await reissueAccount(w.deps, by('A300'), sink)
  const [announced] = await fresh()
  const then = 'Le mot de passe que vous avez choisi ne fonctionnera plus. Vos appareils seront déconnectés.'
  expect(announced?.text).toContain(then)
  w.clock.forward({ hours: 72 })
  await reissueAccount(w.deps, by('A300'), sink)
  const [done] = await fresh()
  expect(done?.text).toContain('Le mot de passe que vous avez choisi ne fonctionne plus.')
  await reissueAccount(w.deps, by('A300'), sink)
  const [again] = await fresh()
  expect(again?.text).not.toContain('que vous avez choisi')
})
