import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { connect } from '../../server/database/connect.ts'
import { projectRoot } from '../../server/database/places.ts'
import { createHasher } from '../../server/hasher.ts'
import { systemRandom } from '../../server/random.ts'
import { createCanaries } from '../support/canaries.ts'
import { freshDatabase } from '../support/database.ts'
import { freePort } from '../support/http.ts'
import { createPeople } from '../support/people.ts'

beforeAll(() => ensureBuilt(), 300_000)

test('the program itself, in production, with its relay away and its database cut off, prints no secret', {
  timeout: 120_000,
}, async () => {
  const database = await freshDatabase()
  const db = connect(database.url, 2)
  const dataDir = mkdtempSync(join(tmpdir(), 'connexion-secret-'))
  const port = await freePort()
  const key = randomBytes(32).toString('base64')
  const canaries = createCanaries(database.url)
  for (const secret of [key, 'a-password-of-the-relay']) canaries.see('KEY', secret)
  const clock = { now: () => new Date() }
  const hasher = await createHasher({ memoryKiB: 19_456, passes: 2, lanes: 1 }, systemRandom, 4)
  const [letter] = await createPeople({ db, clock, hasher }).owner({ issuedPassword: 'KXQ7-M4TR-9WPL-22HD' })
  const program = spawn(process.execPath, [join(projectRoot, 'server/main.ts')], {
    cwd: tmpdir(),
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', CONNEXION_MODE: 'production', PORT: String(port) },
      ...{ PUBLIC_URL: 'https://www.coprodirecte.fr', DATA_DIR: dataDir, DATABASE_URL: database.url },
      KEYLESS_API: 'on',
      SMTP_URL: 'smtp://connexion:a-password-of-the-relay@127.0.0.1:9/?tls=off',
      // Answers nobody: the domain of an address is then neither doubted nor waited for long.
      DNS_SERVERS: '127.0.0.1:9',
      CONNEXION_KEYS: `k1:${key}`,
    },
  })
  let printed = ''
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (bytes) => {
      printed += bytes
    })
  }
  const ask = async (query: string, input: object) => {
    canaries.look({ input })
    const body = JSON.stringify({ query, variables: { input } })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      ...{ method: 'POST', headers, body },
      signal: AbortSignal.timeout(20_000),
    })
    const answer = await response.json()
    canaries.look(answer)
    return answer
  }
  const start = `mutation ($input: StartMigrationInput!) { startMigration(input: $input) { ... on MigrationStarted { handle } } }`
  const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`
  try {
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200), {
      timeout: 60_000,
    })
    const { identifier, issuedPassword } = letter
    const { data } = await ask(start, { identifier, issuedPassword })
    const flow = data.startMigration.handle
    const choose = `mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { __typename } }`
    await ask(choose, { flow, email: 'odette@tilleuls.example' })
    await ask(signIn, { identifier, password: 'Un-mot-de-passe-42' })
    // What is not understood is not repeated either.
    await ask('mutation { signIn(input: { password: "Un-mot-de-passe-43" }) { nothing } }', {
      password: 'Un-mot-de-passe-43',
    })
    canaries.see('TOKEN', 'l'.repeat(64))
    await fetch(`http://127.0.0.1:${port}/ce-n-est-pas-moi/${'l'.repeat(64)}?email=odette@tilleuls.example`)
    await vi.waitFor(() => expect(printed).toMatch(/message delayed/), { timeout: 20_000 })
    await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`
    await db.$executeRawUnsafe('ALTER TABLE "Counter" RENAME TO "Gone"')
    for (let i = 0; i < 3; i++) await ask(signIn, { identifier, password: 'Un-mot-de-passe-44' })
    await vi.waitFor(() => expect(printed).toMatch(/"level":50/), { timeout: 20_000 })
    expect(canaries.count()).toBeGreaterThan(8)
    expect(canaries.leaksIn(printed)).toEqual([])
    expect(await canaries.leaksInDatabase(db)).toEqual([])
  } finally {
    program.kill('SIGKILL')
    await once(program, 'exit')
    await db.$disconnect()
    await database.drop()
    rmSync(dataDir, { recursive: true })
  }
})
