import type pg from 'pg'

export interface Population {
  accounts: number
  /** Everybody has one password and one hash: what differs between owners is not the hash’s cost. */
  hash: string
  at: Date
  /** Whether each has also a session, a device, a counted failure, a walked flow with its code and mail, and events. */
  inhabited: boolean
}

/** Fills the tables by the database itself, in one transaction. A million accounts, inhabited, take a minute or two. */
export async function populate(pool: pg.Pool, { accounts, hash, at, inhabited }: Population): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    // Every row is made to fit: asking each for the row that it refers to would take half of the time.
    await client.query("SET LOCAL session_replication_role = 'replica'")
    await client.query(
      `CREATE TEMP TABLE who ON COMMIT DROP AS
       SELECT n, gen_random_uuid() AS owner, gen_random_uuid() AS credential, gen_random_uuid() AS account,
         gen_random_uuid() AS flow, gen_random_uuid() AS code, $1::text AS hash, $2::timestamptz AS at
       FROM generate_series(0, $3::int - 1) AS n`,
      [hash, at, accounts],
    )
    for (const statement of inhabited ? [...people, ...traces] : people) await client.query(statement)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
  await pool.query('VACUUM ANALYZE')
  // Else the filling is still written to the disk while steps are measured.
  await pool.query('CHECKPOINT')
}

const people = [
  `INSERT INTO "Agency" (key, name, phone, hours, "callPrice", "senderAddress", "postalAddress", "hostNames", "isDefault", "createdAt")
   SELECT 'bench', 'Cabinet', '01 99 00 00 00', '', '', 'bonjour@cabinet.example', '', '{}', true, at FROM who LIMIT 1`,
  `INSERT INTO "Owner" (id, realm, "agencyId", key, title, "firstName", "lastName", "createdAt")
   SELECT owner, 'live', (SELECT id FROM "Agency"), 'P' || n, 'Mme', 'Odette', 'Durand', at FROM who`,
  `INSERT INTO "Credential" (id, "ownerId", "passwordHash", "passwordChangedAt", email, "emailVerifiedAt", "createdAt")
   SELECT credential, owner, hash, at, 'p' || n || '@orange.example', at, at FROM who`,
  `INSERT INTO "Account" (id, realm, "ownerId", identifier, "identifierKey", residence, state, "credentialId", "createdAt")
   SELECT account, 'live', owner, 'P' || n, 'P' || n, 'Les Tilleuls', 'ACTIVE', credential, at FROM who`,
]

const bytes = (prefix: string) => `sha256(('${prefix}' || n)::bytea)`
const traces = [
  `INSERT INTO "Session" (realm, "accountId", "tokenHash", "createdAt", "lastUsedAt", "expiresAt")
   SELECT 'live', account, ${bytes('session')}, at, at, at FROM who`,
  `INSERT INTO "Device" ("accountId", "tokenHash", "createdAt", "expiresAt")
   SELECT account, ${bytes('device')}, at, at FROM who`,
  `INSERT INTO "Flow" (id, realm, kind, "handleHash", "accountId", step, email, "createdAt", "expiresAt", "endedAt", "end")
   SELECT flow, 'live', 'MIGRATION', ${bytes('flow')}, account, 'SET_PASSWORD', 'p' || n || '@orange.example', at, at, at,
     'COMPLETED' FROM who`,
  `INSERT INTO "Code" (id, "flowId", "codeSet", generation, email, salt, "keyId", "issuedAt", "usedAt")
   SELECT code, flow, 1, 1, 'p' || n || '@orange.example', ${bytes('code')}, 'k', at, at FROM who`,
  `INSERT INTO "Message" (realm, kind, "accountId", "codeId", email, domain, state, "createdAt", "nextAttemptAt", "giveUpAt", "settledAt")
   SELECT 'live', 'MIGRATION_CODE', account, code, 'p' || n || '@orange.example', 'orange.example', 'SENT', at, at, at, at FROM who`,
  `INSERT INTO "Counter" (realm, kind, subject, at)
   SELECT 'live', 'SIGN_IN_NETWORK', ${bytes('network')}, ARRAY[at] FROM who`,
  `INSERT INTO "Event" (realm, at, kind, "accountId", "flowId") SELECT 'live', at, 'ACCOUNT_MIGRATED', account, flow FROM who`,
]
