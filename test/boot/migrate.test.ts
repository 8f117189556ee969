import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { databaseClock } from '../../server/clock.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import { freshDatabase } from '../support/database.ts'

const dir = mkdtempSync(join(tmpdir(), 'connexion-migrations-'))
afterAll(() => rmSync(dir, { recursive: true }))

function write(name: string, sql: string) {
  mkdirSync(join(dir, name), { recursive: true })
  writeFileSync(join(dir, name, 'migration.sql'), sql)
}

async function rowsOf(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

test('a database that is up to date is left as it is', async () => {
  const database = await freshDatabase()
  expect(await migrate(database.url)).toEqual([])
  await database.drop()
})

test('two nodes that start at once apply each migration once', async () => {
  const database = await freshDatabase()
  await rowsOf(database.url, 'DROP TABLE _prisma_migrations')
  write('1_first', 'CREATE TABLE first (id int)')
  write('2_second', 'CREATE TABLE second (id int)')
  const applied = await Promise.all([migrate(database.url, dir), migrate(database.url, dir)])
  expect(applied.flat()).toEqual(['1_first', '2_second'])
  await database.drop()
})

test('a migration edited after it was applied, or that failed, is refused', async () => {
  const database = await freshDatabase()
  await rowsOf(database.url, 'DROP TABLE _prisma_migrations')
  write('1_first', 'CREATE TABLE first (id int)')
  write('2_second', 'CREATE TABLE second (id int)')
  await migrate(database.url, dir)
  write('1_first', 'CREATE TABLE first (id bigint)')
  await expect(migrate(database.url, dir)).rejects.toThrow('1_first was edited after it was applied')
  write('1_first', 'CREATE TABLE first (id int)')
  write('3_third', 'CREATE TABLE third (id nonsense)')
  await expect(migrate(database.url, dir)).rejects.toThrow('3_third failed')
  await expect(migrate(database.url, dir)).rejects.toThrow('3_third failed earlier')
  await database.drop()
})

test('a node killed within a migration leaves nothing of it, and the next start applies it', async () => {
  const database = await freshDatabase()
  await rowsOf(database.url, 'DROP TABLE _prisma_migrations')
  const own = mkdtempSync(join(dir, 'killed-'))
  mkdirSync(join(own, '1_first'))
  writeFileSync(join(own, '1_first/migration.sql'), 'CREATE TABLE first (id int); SELECT pg_sleep(1)')
  const module = fileURLToPath(new URL('../../server/database/migrate.ts', import.meta.url))
  const script = `import { migrate } from '${module}'; await migrate('${database.url}', '${own}')`
  const node = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
  const working = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
  await vi.waitFor(async () => expect(await rowsOf(database.url, working)).toHaveLength(1), { timeout: 20_000 })
  const ended = once(node, 'exit')
  node.kill('SIGKILL')
  await ended
  expect(await migrate(database.url, own)).toEqual(['1_first'])
  const [row] = await rowsOf(
    database.url,
    'SELECT count(*)::int AS all, count(finished_at)::int AS done FROM _prisma_migrations',
  )
  expect(row).toEqual({ all: 1, done: 1 })
  await database.drop()
})

test('the clock is the database’s, to a few milliseconds', async () => {
  const database = await freshDatabase()
  const db = connect(database.url, 2)
  const clock = await databaseClock(db)
  const [row] = await db.$queryRaw<[{ at: Date }]>`SELECT clock_timestamp() AS at`
  expect(Math.abs(clock.now().getTime() - row.at.getTime())).toBeLessThan(50)
  clock.stop()
  await db.$disconnect()
  await database.drop()
})
