import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { vi } from 'vitest'
import { runsAsRoot, unprivilegedUser } from '../../server/database/places.ts'
import { freePort } from '../../test/support/http.ts'
import { needed } from './package.ts'
import type { Postgres } from './postgres.ts'

/** Debian's PgBouncer in transaction mode before a PostgreSQL, with no setting that our program would need. */
export async function openPgBouncer(postgres: Postgres, servers: number) {
  const program = needed('pgbouncer', ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'])
  const dir = mkdtempSync(join(tmpdir(), 'connexion-pgbouncer-'))
  chmodSync(dir, 0o755)
  const port = await freePort()
  const ini = join(dir, 'pgbouncer.ini')
  const users = join(dir, 'users.txt')
  writeFileSync(users, `"${postgres.user}" "${postgres.password}"\n`)
  writeFileSync(
    ini,
    `[databases]
* = host=127.0.0.1 port=${postgres.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${servers}
max_client_conn = 200
admin_users = ${postgres.user}
`,
  )
  const dropped = runsAsRoot ? { uid: unprivilegedUser, gid: unprivilegedUser } : {}
  const url = (database: string) => postgres.url(database).replace(String(postgres.port), String(port))
  let pooler: ChildProcess

  async function start(): Promise<void> {
    pooler = spawn(program, [ini], { ...dropped, stdio: 'ignore' })
    await vi.waitFor(() => ask('SHOW VERSION'), { timeout: 20_000, interval: 20 })
  }

  /** Its own console: what it says of itself. */
  async function ask(command: string): Promise<Record<string, string>[]> {
    const client = new pg.Client({ connectionString: url('pgbouncer') })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(command)).rows
    } finally {
      await client.end()
    }
  }

  async function kill(): Promise<void> {
    const ended = once(pooler, 'exit')
    pooler.kill('SIGKILL')
    await ended
  }

  await start()
  return {
    ...{ url, ask, start, kill },
    async close() {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
