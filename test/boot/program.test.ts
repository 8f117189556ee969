import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { agencies } from '../../prisma/agencies.ts'
import { ensureBuilt } from '../../scripts/build.ts'
import { connect } from '../../server/database/connect.ts'
import { projectRoot } from '../../server/database/places.ts'
import { untilNobodyServes } from '../support/cluster-processes.ts'
import { freshDatabase } from '../support/database.ts'
import { freePort } from '../support/http.ts'
import { quickFolder } from '../support/quick-folder.ts'

let dir: string
let port: number
let programs: ChildProcess[]
beforeAll(() => ensureBuilt(), 300_000)
beforeEach(async () => {
  dir = mkdtempSync(join(quickFolder(), 'connexion-program-'))
  port = await freePort()
  programs = []
})
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL')
  await untilNobodyServes(dir)
  rmSync(dir, { recursive: true })
})

function start(env: Record<string, string> = {}) {
  const program = spawn(process.execPath, [join(projectRoot, 'server/main.ts')], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), DATA_DIR: dir, ...env },
  })
  programs.push(program)
  const said = { out: '', err: '' }
  program.stdout.on('data', (bytes) => {
    said.out += bytes
  })
  program.stderr.on('data', (bytes) => {
    said.err += bytes
  })
  return {
    said,
    answers: () => vi.waitFor(async () => get('/readyz').then((r) => expect(r.status).toBe(200)), { timeout: 25_000 }),
    ends: async () => (await once(program, 'exit'))[0] as number | null,
    signal: (name: NodeJS.Signals) => program.kill(name),
  }
}

const get = (path: string, headers: Record<string, string> = {}, host = 'localhost') =>
  fetch(`http://${host}:${port}${path}`, { headers })

const production = {
  CONNEXION_MODE: 'production',
  PUBLIC_URL: 'https://www.coprodirecte.fr',
  SMTP_URL: 'smtp://127.0.0.1:9/?tls=off',
  CONNEXION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256)).toString('base64')}`,
}

test('with nothing set it answers, says where, and who can sign in with what', async () => {
  const program = start()
  await program.answers()
  const page = await get('/connexion')
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(await page.text()).toContain('Se connecter à votre espace copropriétaire')
  await vi.waitFor(() => expect(program.said.out).toContain('012345'))
  expect(program.said.out).toContain(`http://localhost:${port}`)
  const [testKey = ''] = /ck_test_[\w-]{43}/.exec(program.said.out) ?? []
  const body = JSON.stringify({ query: '{ sandbox { accounts { identifier } } }' })
  const headers = { 'content-type': 'application/json', 'connexion-key': testKey }
  const asked = await fetch(`http://localhost:${port}/graphql`, { method: 'POST', headers, body })
  expect((await asked.json()).data.sandbox.accounts).toContainEqual({ identifier: '900001' })
  expect((await get('/mailbox')).status).toBe(200)
  expect((await get('/mailbox', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(404)
  program.signal('SIGTERM')
  expect(await program.ends()).toBe(0)
  expect(program.said.err).toBe('')
})

test('a demonstration listens on this machine only', async () => {
  const program = start()
  await program.answers()
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4')) {
    await expect(get('/healthz', {}, address)).rejects.toThrow()
  }
  expect((await get('/healthz', {}, '127.0.0.1')).status).toBe(200)
})

test('killed without warning, it starts again with the same keys and people', async () => {
  const first = start()
  await first.answers()
  first.signal('SIGKILL')
  await first.ends()
  const again = start()
  await again.answers()
  await vi.waitFor(() => expect(again.said.out).toContain('012345'))
})

test('two programs on one folder share its database; one killed, the other goes on answering', async () => {
  const first = start()
  await first.answers()
  const nextPort = await freePort()
  const second = start({ PORT: String(nextPort) })
  const ready = () => fetch(`http://localhost:${nextPort}/readyz`)
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 60_000 })
  first.signal('SIGKILL')
  await first.ends()
  for (let i = 0; i < 20; i++) {
    expect((await ready()).status).toBe(200)
    await pause(100)
  }
  second.signal('SIGTERM')
  expect(await second.ends()).toBe(0)
}, 90_000)

test.each(['SIGTERM', 'SIGKILL'] as const)('npm start gone by %s, the program goes with it', async (signal) => {
  const env = { ...process.env, PORT: String(port), DATA_DIR: dir }
  const npm = spawn('npm', ['start'], { cwd: projectRoot, env, stdio: 'ignore' })
  programs.push(npm)
  await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(200), { timeout: 25_000 })
  npm.kill(signal)
  await vi.waitFor(() => expect(get('/healthz')).rejects.toThrow(), { timeout: 10_000 })
})

test('a port in use is told in one sentence', async () => {
  await start().answers()
  const second = start()
  expect(await second.ends()).toBe(1)
  expect(second.said.err).toMatch(/^Port \d+ is already in use\. .*\n$/)
})

test('settings at fault are told all at once, without a stack', async () => {
  const program = start({ CONNEXION_MODE: 'production', PORT: 'x', SMTP_URL: 'http://canary-secret@x' })
  expect(await program.ends()).toBe(1)
  const lines = program.said.err.trim().split('\n')
  expect(lines).toHaveLength(5)
  for (const name of ['PORT', 'PUBLIC_URL', 'SMTP_URL', 'CONNEXION_KEYS']) expect(program.said.err).toContain(name)
  expect(program.said.err).not.toMatch(/canary-secret|\n\s+at /)
})

test('production brings no mailbox and no people, and names no letter', async () => {
  const database = await freshDatabase()
  const db = connect(database.url, 1)
  await db.agency.createMany({ data: agencies.map((agency) => ({ ...agency, createdAt: new Date() })) })
  const program = start({ ...production, KEYLESS_API: 'on', DATABASE_URL: database.url })
  await program.answers()
  expect((await get('/mailbox')).status).toBe(404)
  expect(program.said.out).not.toContain('012345')
  const response = await fetch(`http://localhost:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'mutation { signIn(input: {identifier: "012345", password: "x"}) { __typename } }' }),
  })
  expect(await response.json()).toEqual({ data: { signIn: { __typename: 'SignInRefused' } } })
  program.signal('SIGTERM')
  expect(await program.ends()).toBe(0)
  expect(await db.account.count()).toBe(0)
  await db.$disconnect()
  await database.drop()
})

test('production without an agency starts, and says what is missing', async () => {
  const program = start(production)
  await program.answers()
  await vi.waitFor(() => expect(program.said.out).toContain('agency:set'))
})

test('production without DATABASE_URL keeps its own database under DATA_DIR', async () => {
  const program = start(production)
  await program.answers()
  expect((await get('/healthz')).headers.get('strict-transport-security')).toBe('max-age=63072000')
})

test('a database that does not answer is told without its password', async () => {
  const program = start({ ...production, DATABASE_URL: 'postgresql://app:canary-secret@127.0.0.1:1/x' })
  expect(await program.ends()).toBe(1)
  expect(program.said.err).toBe('The database that DATABASE_URL names cannot be used (ECONNREFUSED).\n')
})

test('with a real mail server a demonstration shows no mailbox', async () => {
  const program = start({ SMTP_URL: production.SMTP_URL })
  await program.answers()
  expect((await get('/mailbox')).status).toBe(404)
})
