import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { vi } from 'vitest'
import { findBinaries } from '../../server/database/binaries.ts'
import { runsAsRoot, unprivilegedUser } from '../../server/database/places.ts'
import { freePort } from '../../test/support/http.ts'
import { quickFolder } from '../../test/support/quick-folder.ts'

const user = 'connexion'
const password = 'only-for-a-test'
const dropped = runsAsRoot ? { uid: unprivilegedUser, gid: unprivilegedUser } : {}
/** What PostgreSQL makes of each: it lets sessions end, cuts them, or is simply dead. */
const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const

export interface Postgres {
  /** Its folder, which its own user can read. */
  dir: string
  port: number
  user: string
  password: string
  url(database: string): string
  /** Resolves once it takes connections. */
  start(env?: Record<string, string>): Promise<void>
  stop(how: keyof typeof signals): Promise<void>
  /** True when it is not running, whoever ended it. */
  ended(): boolean
  run(database: string, sql: string): Promise<pg.QueryResult>
  close(): Promise<void>
}

/**
 * A PostgreSQL of the test's own on a loopback port, with `fsync` as in production, that can be stopped in every way and
 * started again. `within`: the folder (a small disk) its data goes into.
 */
export async function openPostgres({
  within = quickFolder(),
  settings = {} as Record<string, string>,
} = {}): Promise<Postgres> {
  const dir = mkdtempSync(join(within, 'connexion-faults-'))
  if (runsAsRoot) chownSync(dir, unprivilegedUser, unprivilegedUser)
  chmodSync(dir, 0o700)
  const data = join(dir, 'data')
  const secret = join(dir, 'password')
  writeFileSync(secret, password)
  if (runsAsRoot) chownSync(secret, unprivilegedUser, unprivilegedUser)
  const binaries = findBinaries()
  const initdb = ['-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8', '--locale=C']
  const made = spawnSync(binaries.initdb, initdb, { ...dropped, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const socketDir = join(dir, 'run')
  mkdirSync(socketDir)
  if (runsAsRoot) chownSync(socketDir, unprivilegedUser, unprivilegedUser)
  const given = {
    ...{ listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: socketDir },
    ...{ max_connections: '200', timezone: 'Europe/Paris', ...settings },
  }
  const options = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = (database: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
  let server: ChildProcess | null = null

  async function run(database: string, sql: string): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: url(database) })
    client.on('error', () => {})
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }

  async function start(more: Record<string, string> = {}): Promise<void> {
    const env = { NODE_ENV: 'production', ...more } as const
    server = spawn(binaries.postgres, ['-D', data, ...options], { ...dropped, env, stdio: 'ignore', cwd: '/' })
    await vi.waitFor(() => run('postgres', 'SELECT 1'), { timeout: 60_000, interval: 20 })
  }

  const ended = () => server === null || server.exitCode !== null || server.signalCode !== null

  async function stop(how: keyof typeof signals): Promise<void> {
    if (!server || ended()) return
    const exit = once(server, 'exit')
    server.kill(signals[how])
    await exit
  }

  await start()
  return {
    ...{ dir, port, user, password, url, run, start, stop },
    ended,
    async close() {
      // One whose clock was moved may hang in its own end (libfaketime in a signal's handler): nothing is tried of it any more.
      const overdue = setTimeout(() => server?.kill('SIGKILL'), 10_000)
      await stop('immediate')
      clearTimeout(overdue)
      // Orphans of a killed one write for a moment still.
      await vi.waitFor(() => rmSync(dir, { recursive: true, force: true }), { timeout: 20_000 })
    },
  }
}
