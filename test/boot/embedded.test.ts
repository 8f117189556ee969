import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processesOf, realPath, untilNobodyServes } from '../support/cluster-processes.ts'
import { quickFolder } from '../support/quick-folder.ts'

let base: string
let dir: string
let programs: ChildProcess[]
beforeEach(() => {
  base = mkdtempSync(join(quickFolder(), 'connexion-embedded-'))
  dir = base
  programs = []
})
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL')
  await untilNobodyServes(dir)
  const home = realPath(join(dir, 'postgres'))
  for (const folder of [home, base]) if (folder) rmSync(folder, { recursive: true, force: true })
})

async function attach() {
  const script = fileURLToPath(new URL('../support/attached.ts', import.meta.url))
  const program = spawn(process.execPath, [script, dir], { stdio: ['pipe', 'pipe', 'inherit'] })
  programs.push(program)
  const [line] = await once(program.stdout, 'data')
  const url = String(line).trim()
  return {
    query: (statement: string) => ask(url, statement),
    url,
    leave: async () => {
      program.stdin.write('leave\n')
      await once(program, 'exit')
    },
    kill: async () => {
      program.kill('SIGKILL')
      await once(program, 'exit')
    },
  }
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const keeper = () => processesOf(dir).find(({ command }) => command.includes('keeper.ts'))
const postmaster = () => Number(readFileSync(join(dir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
const started = 'SELECT pg_postmaster_start_time()::text AS at'
const eventually = <T>(claim: () => T | Promise<T>) => vi.waitFor(claim, { timeout: 15_000, interval: 50 })

test('programs that start at once share one cluster, which ends with the last of them', async () => {
  const all = await Promise.all([attach(), attach(), attach()])
  const [first, second, third] = all
  const starts = await Promise.all(all.map((one) => one.query(started)))
  expect(new Set(starts.map((rows) => rows[0]?.at)).size).toBe(1)
  await second?.leave()
  await first?.leave()
  expect(await third?.query(started)).toEqual(starts[0])
  await third?.leave()
  expect(processesOf(dir)).toEqual([])
})

test('the starter killed, the other keeps its database without a break', async () => {
  const starter = await attach()
  const other = await attach()
  const before = await other.query(started)
  await starter.kill()
  await new Promise((settle) => setTimeout(settle, 2_000))
  expect(await other.query(started)).toEqual(before)
  await other.leave()
  expect(processesOf(dir)).toEqual([])
})

test('the newcomer killed, the starter keeps its database without a break', async () => {
  const starter = await attach()
  const before = await starter.query(started)
  const other = await attach()
  await other.kill()
  await new Promise((settle) => setTimeout(settle, 2_000))
  expect(await starter.query(started)).toEqual(before)
})

test('the last attached program killed, the cluster ends by itself', async () => {
  const starter = await attach()
  const other = await attach()
  await starter.kill()
  await other.kill()
  await eventually(() => expect(processesOf(dir)).toEqual([]))
})

test('the keeper killed, an attached program starts another and loses nothing', async () => {
  const one = await attach()
  const other = await attach()
  await one.query('CREATE TABLE kept AS SELECT 1 AS n')
  const killed = keeper()?.pid ?? 0
  process.kill(killed, 'SIGKILL')
  await eventually(() => expect(keeper()?.pid).not.toBe(killed))
  await eventually(async () => expect(await other.query('SELECT n FROM kept')).toEqual([{ n: 1 }]))
  await one.kill()
  await new Promise((settle) => setTimeout(settle, 2_000))
  expect(await other.query('SELECT n FROM kept')).toEqual([{ n: 1 }])
})

test('PostgreSQL killed, it is started again with what it had committed', async () => {
  const one = await attach()
  await one.query('CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n')
  process.kill(postmaster(), 'SIGKILL')
  await eventually(async () => expect(await one.query('SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]))
})

test('everything killed at once leaves nothing running, and the next start finds what was committed', async () => {
  const one = await attach()
  await one.query('CREATE TABLE kept AS SELECT 1 AS n')
  process.kill(keeper()?.pid ?? 0, 'SIGKILL')
  await one.kill()
  await eventually(() => expect(processesOf(dir)).toEqual([]))
  const next = await attach()
  expect(await next.query('SELECT n FROM kept')).toEqual([{ n: 1 }])
})

test('a folder half made by a start that was cut short is made anew', async () => {
  const starting = attach()
  await eventually(() => expect(processesOf(dir).some(({ command }) => command.includes('initdb'))).toBe(true))
  process.kill(keeper()?.pid ?? 0, 'SIGKILL')
  const one = await starting
  expect(await one.query('SELECT 1 AS n')).toEqual([{ n: 1 }])
})

test('a data folder too deep for a socket’s path still works', async () => {
  dir = join(dir, 'a'.repeat(60), 'b'.repeat(60))
  const one = await attach()
  expect(await one.query('SELECT 1 AS n')).toEqual([{ n: 1 }])
  const aside = new URL(one.url).searchParams.get('host') ?? ''
  expect(Buffer.byteLength(aside)).toBeLessThan(90)
  await one.leave()
  expect(realPath(aside)).toBeNull()
})

test('a data folder where PostgreSQL’s user cannot go still works, for root too', async () => {
  // mkdtemp made the base 0700; the data lies below it.
  dir = join(base, 'data')
  const one = await attach()
  expect(await one.query('SELECT 1 AS n')).toEqual([{ n: 1 }])
  const again = await attach()
  expect(await again.query(started)).toEqual(await one.query(started))
})

test('it syncs what it commits, listens on no port, and only the program’s own user may open its socket', async () => {
  const one = await attach()
  const [row] =
    await one.query(`SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listens,
    current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages`)
  expect(row).toEqual({ fsync: 'on', commit: 'on', pages: 'on', listens: '' })
  expect(statSync(join(dir, 'postgres/run')).mode & 0o777).toBe(0o700)
  const rules = await one.query('SELECT type, auth_method FROM pg_hba_file_rules')
  expect(rules).toEqual([{ type: 'local', auth_method: 'peer' }])
})

test('nothing secret of the program’s environment reaches PostgreSQL’s', async () => {
  vi.stubEnv('CONNEXION_KEYS', 'k1:canary-secret')
  await attach()
  vi.unstubAllEnvs()
  expect(readFileSync(`/proc/${postmaster()}/environ`, 'utf8')).not.toContain('canary-secret')
  expect(readFileSync(`/proc/${keeper()?.pid}/environ`, 'utf8')).not.toContain('canary-secret')
})
