import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import { migrate } from '../../server/database/migrate.ts'
import { grantProgramRights } from '../../server/database/program-role.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { eraseOwner } from '../../server/staff/erase-owner.ts'
import { commandWorld } from '../import/command.ts'
import { ask, email, openOwner, password } from '../staff/support.ts'
import { world } from '../support/world.ts'

async function at<R extends object>(url: string, statement: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(statement)).rows
  } finally {
    await client.end()
  }
}

interface Addresses {
  role: string
  /** As the tables' owner. */
  ownerUrl: string
  /** As the program. */
  roleUrl: string
}

/**
 * A role of the test's own that may log in and nothing else. The test cluster knows the program's system user alone
 * (peer), so that whoever comes to this database becomes the role, but who asks to stay the owner.
 */
async function newRole(url: string): Promise<Addresses> {
  const role = `program_${randomBytes(6).toString('hex')}`
  const ownerUrl = `${url}${url.includes('?') ? '&' : '?'}options=-c%20role%3Dnone`
  const [{ name } = { name: '' }] = await at<{ name: string }>(url, 'SELECT current_database()::text AS name')
  await at(url, `CREATE ROLE ${role} LOGIN`)
  await at(url, `ALTER DATABASE ${name} SET role = '${role}'`)
  onTestFinished(async () => {
    const gone = (error: { code?: string }) => expect(error.code).toBe('3D000')
    await at(ownerUrl, `DROP OWNED BY ${role}`).catch(gone)
    await at(inject('clusterUrl'), `DROP ROLE ${role}`)
  })
  return { role, ownerUrl, roleUrl: url }
}

async function preparedRole(url: string): Promise<Addresses> {
  const made = await newRole(url)
  await grantProgramRights(made.ownerUrl, made.role)
  return made
}

test('the whole program runs under a role that only reads and writes rows', async () => {
  const w = await world(async (url) => (await preparedRole(url)).roleUrl)
  const [{ name }] = await w.deps.db.$queryRaw<[{ name: string }]>`SELECT current_user::text AS name`
  expect(name).toMatch(/^program_/)
  const { step, letter, token } = await openOwner(w, ['A100', 'A200'])
  const change = await step.changeEmail(token, 'odette@free.example', password)
  expect(await step.verify(change.handle, await w.codeSentTo('odette@free.example'))).toMatchObject({
    __typename: 'EmailChanged',
  })
  w.clock.forward({ hours: 25 })
  const reset = await step.requestReset(letter.identifier, 'odette@free.example')
  await step.verify(reset.handle, await w.codeSentTo('odette@free.example'))
  expect(await step.setPassword(reset.handle, 'Bougie-17-rivage')).toMatchObject({ __typename: 'PasswordSet' })
  await createSealer(w.deps).runOnce()
  expect(await verifyAudit(w.deps, [])).toMatchObject({ fault: null })
  for (const identifier of ['A100', 'A200']) await closeAccount(w.deps, { ...ask(identifier), cause: 'SALE' })
  expect(await eraseOwner(w.deps, ask('A100'))).toMatchObject({ __typename: 'OwnerErased' })
  await createSealer(w.deps).runOnce()
  w.clock.forward({ hours: 24 * 400 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.event.count()).toBe(0)
  expect(w.mails.map(({ to }) => to)).toContain(email)
})

test('that role changes no table, no event and no role, and switches nothing off', async () => {
  let made: Addresses = { role: '', ownerUrl: '', roleUrl: '' }
  const w = await world(async (url) => {
    made = await preparedRole(url)
    return made.roleUrl
  })
  await openOwner(w)
  await createSealer(w.deps).runOnce()
  for (const statement of [
    ...['ALTER TABLE "Event" DISABLE TRIGGER ALL', 'DROP TRIGGER event_sealed_once ON "Event"', 'DROP TABLE "Event"'],
    ...[
      'TRUNCATE "Event"',
      'TRUNCATE "Session"',
      'CREATE TABLE mine (id int)',
      'ALTER TABLE "Account" ADD COLUMN x int',
    ],
    ...[`UPDATE "Event" SET kind = 'SIGNED_OUT'`, `UPDATE "Event" SET "accountId" = NULL`, 'DELETE FROM "Event"'],
    ...[
      `UPDATE "EventDetail" SET words = '{}'`,
      'UPDATE "AuditAnchor" SET number = 1',
      `UPDATE "Event" SET number = 9`,
    ],
    ...[`SET session_replication_role = 'replica'`, 'CREATE ROLE mine SUPERUSER', 'SELECT rolpassword FROM pg_authid'],
    ...[
      'DELETE FROM _prisma_migrations',
      `UPDATE _prisma_migrations SET checksum = ''`,
      `COPY "Account" TO PROGRAM 'cat'`,
    ],
    ...[
      'CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    ],
  ]) {
    await expect(at(made.roleUrl, statement), statement).rejects.toMatchObject({
      message: expect.stringMatching(/permission denied|must be owner|append-only/),
    })
  }
  expect(await verifyAudit(w.deps, [])).toMatchObject({ fault: null })
  // Given again it is the same, and what was given by hand beyond it is taken back.
  await at(made.ownerUrl, `GRANT ALL ON "Event" TO ${made.role}`)
  await grantProgramRights(made.ownerUrl, made.role)
  await expect(at(made.roleUrl, `UPDATE "Event" SET kind = 'SIGNED_OUT'`)).rejects.toThrow('permission denied')
})

test('under it a start finds that nothing is to be done, and one that would change tables says who must', async () => {
  const { env } = await commandWorld()
  const { roleUrl, ownerUrl } = await preparedRole(env.DATABASE_URL)
  expect(await migrate(roleUrl)).toEqual([])
  await at(ownerUrl, `DELETE FROM _prisma_migrations WHERE migration_name LIKE '%legal_notice'`)
  await expect(migrate(roleUrl)).rejects.toThrow('database:prepare')
})

test('database:prepare brings the tables up to date and gives the rights; a role above its grants is refused', async () => {
  const { env, run } = await commandWorld()
  const { role, roleUrl, ownerUrl } = await newRole(env.DATABASE_URL)
  const [{ owner } = { owner: '' }] = await at<{ owner: string }>(ownerUrl, 'SELECT current_user::text AS owner')
  env.DATABASE_URL = ownerUrl
  await expect(at(roleUrl, 'SELECT 1 FROM "Account"')).rejects.toThrow('permission denied')
  const done = await run('database:prepare', '--role', role)
  expect([done.exitCode, done.stdout]).toEqual([0, `Fait : tables déjà à jour, droits de ${role} donnés.\n`])
  expect(await at(roleUrl, 'SELECT 1 FROM "Account"')).toEqual([])
  for (const [name, words] of [
    [owner, 'above its grants'],
    ['nobody_of_that_name', 'no role'],
  ] as const) {
    const refused = await run('database:prepare', '--role', name)
    expect([refused.exitCode, refused.stderr.includes(words)], refused.stderr).toEqual([3, true])
  }
})
