import { expect, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { eraseOwner } from '../../server/staff/erase-owner.ts'
import { exportOwner } from '../../server/staff/export-owner.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { newPartner } from '../support/partners.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { another, ask, email, openOwner, password } from './support.ts'

const next = 'odette@free.example'

/** An owner of two accounts who has used everything, and a neighbour with an account open. */
async function livedIn() {
  const w = await world()
  const { step, token, letter } = await openOwner(w, ['A100', 'A200'])
  await steps(w, { key: (await newPartner(w.deps, 'lumen', { kind: 'live' })).secret }).signIn(letter, password)
  const { handle } = await step.changeEmail(token, next, password)
  const code = await w.codeSentTo(next)
  await step.verify(handle, code === '00000000' ? '11111111' : '00000000')
  await step.verify(handle, code)
  await step.changePassword(token, password, another)
  await step.signIn({ identifier: 'A100' }, 'wrong')
  await step.requestReset('A100', 'somebody@else.example')
  await showAccount(w.deps, ask('A100'))
  await w.deliver()
  const [neighbour] = await w.people.owner({ lastName: 'Martin', identifiers: ['B100'] })
  return { w, step, letter, neighbour, code }
}

/** A file that remembers. */
function copies() {
  const kept: object[] = []
  let discarded = 0
  return {
    ...{ kept, discarded: () => discarded },
    async write(copy: object) {
      kept.push(copy)
    },
    async discard() {
      discarded++
    },
  }
}

/** Every table of the database, whole, as text: what a dump would hold. */
async function dumpOf({ deps: { db } }: World): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
  const rows = tables.map(({ name }) =>
    db.$queryRawUnsafe<object[]>(`SELECT row_to_json(t)::text AS row FROM "${name}" t`),
  )
  return JSON.stringify(await Promise.all(rows))
}

test('an owner’s copy holds all that is held, in words, and no secret', async () => {
  const { w, letter, code } = await livedIn()
  const file = copies()
  expect(await exportOwner(w.deps, ask('A200'), file)).toEqual({
    __typename: 'OwnerExported',
    identifiers: ['A100', 'A200'],
  })
  const [copy] = file.kept
  expect(copy).toMatchObject({
    personne: { civilité: 'Mme', prénom: 'Odette', nom: 'Durand', 'enregistrée le': '22 novembre 2026 à 14 h 05' },
    comptes: [{ identifiant: 'A100', état: 'ouvert' }, { identifiant: 'A200' }],
    'adresses e-mail et mots de passe': [{ adresse: next, 'adresse précédente': email, comptes: ['A100', 'A200'] }],
    'essais comptés': [{ compte: 'A100', 'codes faux': [expect.stringMatching(/^22 novembre/)] }, { compte: 'A200' }],
    'actions de notre service': [{ action: 'consultation de la fiche', raison: 'appel du 22 novembre' }],
  })
  const text = JSON.stringify(copy)
  for (const words of [
    'a changé d’adresse e-mail',
    '« mot de passe changé »',
    'première connexion',
    '203.0.113.7',
    '"portail":"Portail lumen"',
    's’est connecté, par le portail « Portail lumen »',
    's’est trompé de mot de passe',
  ]) {
    expect(text).toContain(words)
  }
  const { passwordHash } = await w.deps.db.credential.findFirstOrThrow()
  for (const secret of [password, another, code, letter.issuedPassword, passwordHash, 'cheap', 'Hash', 'salt']) {
    expect(text).not.toContain(secret)
  }
  const events = await w.deps.db.event.findMany({ where: { kind: 'OWNER_EXPORTED' }, include: { detail: true } })
  expect(events).toMatchObject([
    { facts: { by: 'accueil-2' }, detail: { words: { reason: 'appel du 22 novembre' } } },
    { facts: { by: 'accueil-2' } },
  ])
})

test('a copy leaves out no column that tells something of a person', async () => {
  const { w } = await livedIn()
  const { id } = await w.deps.db.owner.findFirstOrThrow({ where: { lastName: 'Durand' } })
  await w.deps.db.owner.update({ where: { id }, data: { birthDate: new Date('1941-05-06') } })
  const file = copies()
  await exportOwner(w.deps, ask('A100'), file)
  const text = JSON.stringify(file.kept[0])
  const { db } = w.deps
  const told = [
    ...(await db.owner.findMany({ where: { id } })).flatMap((row) => [row.key, row.title, row.firstName, row.lastName]),
    ...(await db.account.findMany({ where: { ownerId: id } })).flatMap((row) => [row.identifier, row.residence]),
    ...(await db.session.findMany()).flatMap((row) => [row.device, row.browser, row.network]),
    ...(await db.message.findMany({ where: { accountId: { not: null } } })).flatMap((row) => row.email ?? []),
    ...(await db.flow.findMany({ where: { accountId: { not: null } } })).flatMap((row) => row.email ?? []),
    ...(await db.formerEmail.findMany()).flatMap((row) => row.email),
    '6 mai 1941',
  ]
  expect(told.length).toBeGreaterThan(20)
  expect(told.filter((one) => !text.includes(one))).toEqual([])
})

test('no copy is left when it could not be recorded', async () => {
  const { w } = await livedIn()
  const file = copies()
  await w.deps.db.$executeRawUnsafe('ALTER TABLE "Event" ADD CONSTRAINT no_more CHECK (kind <> $$OWNER_EXPORTED$$)')
  await expect(exportOwner(w.deps, ask('A100'), file)).rejects.toThrow()
  expect(file.discarded()).toBe(1)
})

test('nobody is erased while an account of theirs is open, waiting or frozen', async () => {
  const { w } = await livedIn()
  const refused = { __typename: 'StaffRefused', reason: 'OPEN' }
  expect(await eraseOwner(w.deps, ask('A100'))).toMatchObject(refused)
  await closeAccount(w.deps, { ...ask('A100'), cause: 'SALE' })
  for (const state of ['ISSUED', 'ACTIVE', 'FROZEN'] as const) {
    await w.deps.db.account.updateMany({ where: { identifier: 'A200' }, data: { state } })
    expect(await eraseOwner(w.deps, ask('A100'))).toMatchObject(refused)
  }
  expect(await eraseOwner(w.deps, ask('Z999'))).toMatchObject({ fields: [{ field: 'identifier', reason: 'UNKNOWN' }] })
  expect(await w.deps.db.owner.count()).toBe(2)
})

test('once erased nothing names the owner, the events stay, and the chain is whole', async () => {
  const { w, step, letter, neighbour } = await livedIn()
  await closeAccount(w.deps, { ...ask('A100'), cause: 'SALE' })
  await closeAccount(w.deps, { ...ask('A200'), cause: 'SALE' })
  const sealer = createSealer(w.deps)
  await sealer.runOnce()
  const { db } = w.deps
  const before = await db.event.count()
  expect((await dumpOf(w)).includes(next)).toBe(true)
  expect(await eraseOwner(w.deps, ask('A200'))).toMatchObject({
    __typename: 'OwnerErased',
    identifiers: ['A100', 'A200'],
  })
  await sealer.runOnce()
  const dump = await dumpOf(w)
  for (const trace of [email, next, 'Durand', 'A100', 'A200', 'somebody@else', letter.ownerId]) {
    expect(dump.includes(trace), trace).toBe(false)
  }
  expect(await db.event.count()).toBe(before + 2)
  const stayed = await db.event.findMany({ where: { accountId: letter.accountId }, select: { kind: true } })
  expect(stayed.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ACCOUNT_MIGRATED', 'EMAIL_CHANGED']))
  expect(await verifyAudit(w.deps, [])).toMatchObject({ fault: null, sealed: before + 2 })
  expect((await verifyAudit(w.deps, [])).erased).toBeGreaterThan(2)
  expect(await db.eventDetail.findMany({ where: { event: { kind: 'OWNER_ERASED' } } })).toHaveLength(2)
  expect(await step.signIn({ identifier: 'A100' }, another)).toMatchObject({ why: 'WRONG' })
  expect(await step.start(neighbour)).toMatchObject({ __typename: 'MigrationStarted' })
  expect(await eraseOwner(w.deps, ask('A100'))).toMatchObject({ fields: [{ reason: 'UNKNOWN' }] })
})
