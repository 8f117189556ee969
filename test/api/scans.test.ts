import pg from 'pg'
import { expect, test } from 'vitest'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const others = 3000
const password = 'Tilleul-42-lampe'
const email = 'marie.durand@orange.example'

test('no step reads a table from end to end: an owner among a million waits as long as one among a thousand', async () => {
  const w = await world()
  const [letter] = await w.people.owner({ identifiers: ['A100', 'A200'] })
  const client = new pg.Client({ connectionString: w.deps.settings.databaseUrl ?? '' })
  await client.connect()
  try {
    await fill(client)
    const before = await scansOf(client)
    await walk(w, letter)
    // What a connection scanned is told at the latest when it ends.
    await w.deps.db.$disconnect()
    const after = await expectEnded(client)
    const scanned = Object.keys(after).filter((table) => after[table] !== before[table])
    // One row for each agency: there are a handful, and they are read whole.
    expect(scanned.filter((table) => table !== 'Agency')).toEqual([])
  } finally {
    await client.end()
  }
})

/** All three journeys, and what stands around them. */
async function walk(w: World, letter: Parameters<typeof migrate>[1]): Promise<void> {
  const step = steps(w)
  await migrate(w, letter, email, password)
  await step.signIn(letter, 'Faux-mot-9')
  const { token } = await step.signIn(letter, password)
  await step.me(token)
  w.clock.forward({ hours: 2 })
  const { handle } = await step.requestReset(letter.identifier, email)
  await step.flow(handle)
  await step.resend(handle)
  await step.verify(handle, '00000000')
  await step.verify(handle, await w.codeSentTo(email))
  expect((await step.setPassword(handle, 'Bougie-17-rivage')).__typename).toBe('PasswordSet')
  const again = await step.signIn(letter, 'Bougie-17-rivage')
  const change = await step.changeEmail(again.token, 'marie@free.example', 'Bougie-17-rivage')
  expect((await step.verify(change.handle, await w.codeSentTo('marie@free.example'))).__typename).toBe('EmailChanged')
  expect((await step.changePassword(again.token, 'Bougie-17-rivage', password)).__typename).toBe('PasswordChanged')
}

/** Rows of others in every table that a step reads, enough that reading one whole costs more than its index. */
async function fill(client: pg.Client): Promise<void> {
  const at = '2026-11-22T12:00:00Z'
  await client.query(`
    CREATE TEMP TABLE n AS SELECT n, gen_random_uuid() AS owner, gen_random_uuid() AS credential, gen_random_uuid() AS account,
      gen_random_uuid() AS flow, gen_random_uuid() AS code FROM generate_series(1, ${others}) AS n;
    INSERT INTO "Owner" (id, realm, "agencyId", key, title, "firstName", "lastName", "createdAt")
      SELECT owner, 'live', (SELECT id FROM "Agency"), 'X' || n, '', '', 'X', '${at}' FROM n;
    INSERT INTO "Credential" (id, "ownerId", "passwordHash", "passwordChangedAt", email, "emailVerifiedAt", "createdAt")
      SELECT credential, owner, 'h' || n, '${at}', 'x' || n || '@x.example', '${at}', '${at}' FROM n;
    INSERT INTO "Account" (id, realm, "ownerId", identifier, "identifierKey", residence, state, "credentialId", "createdAt")
      SELECT account, 'live', owner, 'X' || n, 'X' || n, '', 'ACTIVE', credential, '${at}' FROM n;
    INSERT INTO "Session" (realm, "accountId", "tokenHash", "createdAt", "lastUsedAt", "expiresAt")
      SELECT 'live', account, decode(md5('s' || n), 'hex'), '${at}', '${at}', '${at}' FROM n;
    INSERT INTO "Device" ("accountId", "tokenHash", "createdAt", "expiresAt")
      SELECT account, decode(md5('d' || n), 'hex'), '${at}', '${at}' FROM n;
    INSERT INTO "Flow" (id, realm, kind, "handleHash", "accountId", step, email, "createdAt", "expiresAt")
      SELECT flow, 'live', 'RESET', decode(md5('f' || n), 'hex'), account, 'ENTER_CODE', 'x@x.example', '${at}', '${at}' FROM n;
    INSERT INTO "Code" (id, "flowId", "codeSet", generation, email, salt, "keyId", "issuedAt")
      SELECT code, flow, 1, 1, 'x@x.example', decode(md5('c' || n), 'hex'), 'k1', '${at}' FROM n;
    INSERT INTO "Message" (realm, kind, "accountId", "codeId", state, "createdAt", "nextAttemptAt", "giveUpAt", "settledAt")
      SELECT 'live', 'RESET_CODE', account, code, 'ABANDONED', '${at}', '${at}', '${at}', '${at}' FROM n;
    INSERT INTO "FreezeLink" ("credentialId", "accountIds", "keyId", "createdAt", "expiresAt")
      SELECT credential, ARRAY[account], 'k1', '${at}', '${at}' FROM n;
    INSERT INTO "FormerEmail" ("ownerId", "credentialId", email, until)
      SELECT owner, credential, 'y' || n || '@x.example', '${at}' FROM n;
    INSERT INTO "StaffAction" (realm, kind, "accountId", by, reason, "keyId", "requestedAt", "effectiveAt")
      SELECT 'live', 'UNLOCK', account, 'x', 'x', 'k1', '${at}', '${at}' FROM n;
    INSERT INTO "Counter" (realm, kind, subject, at)
      SELECT 'live', 'SIGN_IN_NETWORK', decode(md5('n' || n), 'hex'), ARRAY['${at}'::timestamptz] FROM n;
    WITH partner AS (
      INSERT INTO "Partner" (key, name, "contactEmail", "agencyIds", "createdAt") VALUES ('x', '', '', '{}', '${at}') RETURNING id
    ) INSERT INTO "Webhook" ("partnerId", realm, url, state, secret, position, "createdAt")
      SELECT partner.id, 'live', 'https://x.example/' || n, 'STOPPED', '', 0, '${at}' FROM partner, n;
    INSERT INTO "Event" (realm, at, kind, "accountId") SELECT 'live', '${at}', 'SIGNED_IN', account FROM n;
    INSERT INTO "Delivery" ("messageId", at, status) SELECT id, '${at}', 'ABANDONED' FROM "Message";`)
  await client.query('ANALYZE')
}

async function expectEnded(client: pg.Client): Promise<Record<string, number>> {
  await expect
    .poll(async () => {
      const { rows } = await client.query(
        'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      return rows.length
    })
    .toBe(0)
  return scansOf(client)
}

async function scansOf(client: pg.Client): Promise<Record<string, number>> {
  // Both what this connection did and what it remembers of the others.
  await client.query('SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ relname: string; scans: string }>(
    'SELECT relname, seq_scan AS scans FROM pg_stat_user_tables ORDER BY relname',
  )
  return Object.fromEntries(rows.map(({ relname, scans }) => [relname, Number(scans)]))
}
