import { expect, test } from 'vitest'
import { describeSheet } from '../../server/cli/account-sheet-words.ts'
import { createCourier } from '../../server/mail/courier.ts'
import type { AccountSheet } from '../../server/staff/parts/account-sheet.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { newPartner } from '../support/partners.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { ask, email, letterbox, openOwner, password } from './support.ts'

async function show(w: World, identifier: string): Promise<AccountSheet> {
  const sheet = await showAccount(w.deps, ask(identifier))
  if (sheet.__typename !== 'AccountSheet') throw new Error(`not shown: ${JSON.stringify(sheet)}`)
  return sheet
}

test('the sheet says what happened in plain words, the newest first', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w, ['A100', 'A200'])
  await step.signIn(letter, 'wrong')
  w.clock.forward({ minutes: 1 })
  await step.requestReset('A100', 'marie@free.example')
  w.clock.forward({ minutes: 1 })
  const { handle } = await step.requestReset('A100', email)
  w.clock.forward({ minutes: 1 })
  await step.verify(handle, '00000000')
  const sheet = await show(w, ' a-1oo ')
  expect(sheet).toMatchObject({
    identifier: 'A100',
    state: 'ACTIVE',
    owner: { title: 'Mme', firstName: 'Odette', lastName: 'Durand' },
    email: { address: 'm•••@orange.example', inDoubt: false },
    sharing: [{ identifier: 'A200' }],
    flow: { kind: 'RESET', step: 'ENTER_CODE', email: 'm•••@orange.example' },
    codeTries: { left: 9 },
    openSessions: 1,
    lastMessage: { kind: 'RESET_CODE', delivery: { status: 'QUEUED', reason: null } },
    next: { action: 'CONTINUE_FLOW', kind: 'RESET', step: 'ENTER_CODE' },
  })
  const words = sheet.events.map((event) => event.words)
  expect(words[0]).toBe('quelqu’un s’est trompé de code')
  expect(words.slice(1, 3).sort()).toEqual([
    'quelqu’un a demandé un mot de passe oublié, avec la bonne adresse',
    'un code lui a été envoyé',
  ])
  expect(words).toContain(
    'quelqu’un a demandé un mot de passe oublié avec une autre adresse que celle du compte, ou alors que ce n’est pas possible',
  )
  expect(words).toContain('quelqu’un s’est trompé de mot de passe')
  expect(words).toContain('a commencé la première connexion avec le courrier')
})

test('the sheet names the partners through whose portals things were done and are open', async () => {
  const w = await world()
  const { letter } = await openOwner(w)
  const portals = ['Portail Lumen', 'Portail Argos'].map((name) =>
    newPartner(w.deps, name.slice(8).toLowerCase(), { kind: 'live', name }),
  )
  const [lumen, argos] = await Promise.all(portals)
  for (const key of [lumen?.secret, lumen?.secret, argos?.secret]) {
    w.clock.forward({ minutes: 1 })
    await steps(w, { key: key ?? '' }).signIn(letter, password)
  }
  w.clock.forward({ minutes: 1 })
  await steps(w, { key: lumen?.secret ?? '' }).requestReset('A100', email)
  const sheet = await show(w, 'A100')
  expect(sheet).toMatchObject({
    openSessions: 4,
    portals: [
      { name: 'Portail Argos', sessions: 1 },
      { name: 'Portail Lumen', sessions: 2 },
    ],
    flow: { kind: 'RESET', portal: 'Portail Lumen' },
  })
  const words = sheet.events.map((event) => event.words)
  expect(words).toContain('s’est connecté, par le portail « Portail Argos »')
  expect(words.filter((said) => said === 's’est connecté, par le portail « Portail Lumen »')).toHaveLength(2)
  expect(words.at(-1)).toBe('a commencé la première connexion avec le courrier')
  const lines = describeSheet(sheet).join('\n')
  expect(lines).toContain('connectés : 4, dont 1 par le portail « Portail Argos », 2 par le portail « Portail Lumen »')
  expect(lines).toContain('mot de passe oublié, par le portail « Portail Lumen » : doit écrire le code')
})

test('no sheet holds an address in full, a password, a code or what they are kept as', async () => {
  const w = await world()
  const { step, letter, token } = await openOwner(w)
  await step.changeEmail(token, 'marie.durand@free.example', password)
  const code = await w.codeSentTo('marie.durand@free.example')
  const { passwordHash } = await w.deps.db.credential.findFirstOrThrow()
  const text = JSON.stringify(await show(w, 'A100'))
  for (const secret of [email, 'marie.durand', password, code, letter.issuedPassword, passwordHash, token]) {
    expect(text).not.toContain(secret)
  }
  expect(text).toContain('m•••@free.example')
})

test('who looked and why is written down, and nothing else changes', async () => {
  const w = await world()
  const { letter } = await openOwner(w, ['A100'])
  const before = await w.deps.db.account.findMany()
  const messages = await w.deps.db.message.count()
  await show(w, 'A100')
  expect(await w.deps.db.event.findMany({ where: { kind: 'ACCOUNT_SHOWN' } })).toMatchObject([
    { accountId: letter.accountId, facts: { by: 'accueil-2' } },
  ])
  expect(await w.deps.db.staffAction.findMany()).toMatchObject([{ kind: 'SHOW', reason: 'appel du 22 novembre' }])
  expect((await show(w, 'A100')).staffActions).toEqual([])
  expect(await w.deps.db.account.findMany()).toEqual(before)
  expect(await w.deps.db.message.count()).toBe(messages)
  expect(await showAccount(w.deps, { ...ask('A100'), by: '' })).toMatchObject({ __typename: 'InputRefused' })
})

test('a request that waits comes first, then what it needs to be finished', async () => {
  const w = await world()
  await openOwner(w, ['A100'])
  await reissueAccount(w.deps, ask('A100'), letterbox())
  expect(await show(w, 'A100')).toMatchObject({
    staffActions: [{ kind: 'REISSUE', state: 'WAITING', by: 'accueil-2', reason: 'appel du 22 novembre' }],
    next: { action: 'WAIT_FOR_ACTION', kind: 'REISSUE', at: new Date('2026-11-25T13:10:00Z') },
  })
  w.clock.forward({ hours: 72 })
  expect((await show(w, 'A100')).next).toMatchObject({ action: 'FINISH_ACTION', kind: 'REISSUE' })
})

test('a mailbox that refused the last code for good is to be corrected, or detached once it is verified', async () => {
  const w = await world()
  const step = steps(w)
  const refusing = createCourier(w.deps, {
    send: async () => ({ accepted: false, kind: 'never', reply: '550 5.1.1', by: null }),
    close: async () => {},
  })
  const [letter] = await w.people.owner({ identifiers: ['B100'] })
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'nobody@orange.example')
  await refusing.runOnce()
  expect(await show(w, 'B100')).toMatchObject({
    lastMessage: { kind: 'MIGRATION_CODE', delivery: { status: 'REFUSED', reason: 'UNKNOWN' } },
    next: { action: 'CORRECT_EMAIL' },
  })
  await openOwner(w, ['A100'])
  await step.requestReset('A100', email)
  await refusing.runOnce()
  expect((await show(w, 'A100')).next).toEqual({ action: 'DETACH_EMAIL' })
})

test('wrong passwords and spent codes are seen, and answered with more tries', async () => {
  const w = await world()
  const { step, letter } = await openOwner(w, ['A100'])
  for (let n = 0; n < 6; n++) await step.signIn(letter, 'wrong')
  expect(await show(w, 'A100')).toMatchObject({
    signInWaitsUntil: new Date('2026-11-22T13:11:00Z'),
    next: { action: 'UNLOCK' },
  })
})
