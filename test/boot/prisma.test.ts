import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../server/database/places.ts'
import { freshDatabase } from '../support/database.ts'

/** Prisma's own command, as somebody at work on the schema calls it. */
function prisma(url: string, ...args: string[]) {
  const tool = join(projectRoot, 'node_modules/prisma/build/index.js')
  const env = { ...process.env, DATABASE_URL: url }
  return spawnSync(process.execPath, [tool, ...args], { cwd: projectRoot, env, encoding: 'utf8' })
}

test('Prisma’s own commands agree with what the program applied at start, and download nothing', async () => {
  const database = await freshDatabase()
  const status = prisma(database.url, 'migrate', 'status')
  expect(status.stdout).toContain('Database schema is up to date!')
  const deploy = prisma(database.url, 'migrate', 'deploy')
  expect(deploy.stdout).toContain('No pending migrations to apply.')
  const schema = ['--to-schema', 'prisma/schema.prisma', '--exit-code']
  const live = prisma(database.url, 'migrate', 'diff', '--from-config-datasource', ...schema)
  expect([live.status, live.stdout.trim()]).toEqual([0, 'No difference detected.'])
  await database.drop()
})

test('the migrations make the schema, the whole of it', () => {
  const schema = ['--to-schema', 'prisma/schema.prisma', '--exit-code']
  const replayed = prisma('', 'migrate', 'diff', '--from-migrations', 'prisma/migrations', ...schema)
  expect([replayed.status, replayed.stdout.trim()]).toEqual([0, 'No difference detected.'])
})

test('a difference is told: the engine compares indeed', () => {
  const made = prisma('', 'migrate', 'diff', '--from-empty', '--to-schema', 'prisma/schema.prisma', '--script')
  expect(made.stdout).toContain('CREATE TABLE "Account"')
})
