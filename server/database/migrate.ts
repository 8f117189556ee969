import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { StartFault } from '../start-fault.ts'
import { projectRoot } from './places.ts'

/** The advisory lock that Prisma Migrate takes: two nodes that start at once, or one and Prisma's CLI, take turns. */
const prismaLock = 72_707_369

const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/**
 * Brings the database at `url` up to the migrations of `dir`, under Prisma's own bookkeeping, so that its CLI agrees
 * afterwards. Returns the names applied now. Throws on a migration that failed earlier or was edited after it was applied.
 */
export async function migrate(url: string, dir = join(projectRoot, 'prisma/migrations')): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock])
    const rows = await readRecorded(client)
    const missing = readMigrations(dir).filter((migration) => !isApplied(migration, rows))
    if (missing.length > 0) await mayChangeTables(client)
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

interface Migration {
  name: string
  sql: string
  checksum: string
}

interface Recorded {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** Makes the bookkeeping where there is none. A role that may only read it finds out here that nothing is to be done. */
async function readRecorded(client: pg.Client): Promise<Recorded[]> {
  const { rows: found } = await client.query<{ known: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known`,
  )
  if (!found[0]?.known) {
    await mayChangeTables(client)
    await client.query(bookkeeping)
  }
  const { rows } = await client.query<Recorded>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows
}

/** Said before anything is begun, and what to do about it. */
async function mayChangeTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AS may`,
  )
  if (rows[0]?.may) return
  throw new StartFault(
    'The database is not up to date, and the role of DATABASE_URL may not change its tables: run npm run connexion -- database:prepare as their owner first.',
  )
}

function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir).filter((name) => existsSync(join(dir, name, 'migration.sql')))
  return names.sort().map((name) => {
    const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

function isApplied(migration: Migration, rows: Recorded[]): boolean {
  const row = rows.find((recorded) => recorded.migration_name === migration.name)
  if (!row) return false
  if (!row.finished_at)
    throw new StartFault(`Migration ${migration.name} failed earlier: mend it with prisma migrate resolve.`)
  if (row.checksum !== migration.checksum)
    throw new StartFault(`Migration ${migration.name} was edited after it was applied.`)
  return true
}

/**
 * The tables and the note of it in one transaction: a process that dies in between leaves neither, and the next start
 * applies it. One that PostgreSQL refuses is noted as failed, which somebody has to look at.
 */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const its = [randomUUID(), checksum, name]
  try {
    await client.query('BEGIN')
    await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', its)
    await client.query(sql)
    const done = 'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1'
    await client.query(done, [its[0]])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    const failed = 'INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ($1, $2, $3, $4)'
    await client.query(failed, [...its, String(error)])
    throw new Error(`migration ${name} failed`, { cause: error })
  }
}
