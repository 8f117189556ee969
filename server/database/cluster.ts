import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { ownFolder, type Places, runsAsRoot, unprivilegedUser } from './places.ts'

export const clusterUser = 'connexion'
const onWindows = process.platform === 'win32'
const clusterOwner = runsAsRoot ? unprivilegedUser : null
const dropped = runsAsRoot ? { uid: unprivilegedUser, gid: unprivilegedUser } : {}
// Nothing of our own environment: keys and SMTP passwords must not show in /proc of another user's process.
const environment = onWindows ? {} : { env: { NODE_ENV: 'production', LC_ALL: 'C', PATH: '/usr/bin:/bin' } as const }

/** Makes the folders, and the cluster when there is none. A half-made cluster never looks finished: made aside, renamed. */
export function prepareCluster(places: Places, binaries: Binaries): void {
  settleHome(places.home)
  ownFolder(places.socketDir, clusterOwner)
  if (existsSync(join(places.cluster, 'PG_VERSION'))) return
  const draft = join(realpathSync(places.home), `draft-${randomBytes(6).toString('hex')}`)
  ownFolder(draft, clusterOwner)
  const made = spawnSync(binaries.initdb, [...initdbOptions, '-D', draft, ...passwordOption(places)], {
    ...dropped,
    ...environment,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
  if (!onWindows) {
    // Only the user who runs the program, named by the kernel, may open the socket: no password, and no `trust`.
    writeFileSync(join(draft, 'pg_hba.conf'), 'local all all peer map=keeper\n')
    writeFileSync(join(draft, 'pg_ident.conf'), `keeper "${userInfo().username}" ${clusterUser}\n`)
  }
  renameSync(draft, places.cluster)
  sweepDrafts(realpathSync(places.home))
}

/** What starts that were cut short left behind. One may still be written to by an orphaned initdb: then it stays. */
function sweepDrafts(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith('draft-'))) {
    try {
      rmSync(join(home, name), { recursive: true, force: true })
    } catch {}
  }
}

const initdbOptions = [
  '-U',
  clusterUser,
  '-A',
  onWindows ? 'scram-sha-256' : 'peer',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
]

/** Makes PostgreSQL's folder in the data folder; aside, behind a link, when (as root) its user could not reach it there. */
function settleHome(home: string): void {
  const reached = !runsAsRoot || spawnSync('/bin/sh', ['-c', 'cd "$0"', dirname(home)], dropped).status === 0
  if (!reached && !existsSync(home)) {
    const aside = join('/var/lib/connexion', `postgres-${randomBytes(6).toString('hex')}`)
    mkdirSync(dirname(aside), { recursive: true, mode: 0o755 })
    ownFolder(aside, clusterOwner)
    rmSync(home, { force: true })
    symlinkSync(aside, home)
  }
  ownFolder(existsSync(home) ? realpathSync(home) : home, clusterOwner)
}

/** Windows has no peer authentication: a password made once, readable by the owner of the data folder only. */
function passwordOption(places: Places): string[] {
  if (!onWindows) return []
  const file = join(places.dataDir, 'keeper', 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return [`--pwfile=${file}`]
}

/** How the program reaches the cluster. Windows: a loopback port that the data folder fixes, and the password. */
export function clusterUrl(places: Places): string {
  if (!onWindows) return `postgresql://${clusterUser}@localhost/postgres?host=${encodeURIComponent(places.socketDir)}`
  const password = readFileSync(join(places.dataDir, 'keeper', 'password'), 'utf8')
  return `postgresql://${clusterUser}:${password}@127.0.0.1:${windowsPort(places)}/postgres`
}

function windowsPort(places: Places): number {
  return 49_152 + (parseInt(places.keeperSocket.slice(-4), 16) % 16_000)
}

/** Starts PostgreSQL on a prepared cluster; its words go to `sink` (a file descriptor). It ends when `stdin` closes. */
export function launchPostgres(places: Places, binaries: Binaries, sink: number) {
  const settings = {
    listen_addresses: onWindows ? '127.0.0.1' : '',
    unix_socket_directories: onWindows ? '' : realpathSync(places.socketDir),
    unix_socket_permissions: '0600',
    port: onWindows ? windowsPort(places) : 5432,
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // A failed statement and its detail may hold an e-mail: neither belongs in a log (rule 11).
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-D', realpathSync(places.cluster), ...options]
  const stdio: ['pipe', number, number] = ['pipe', sink, sink]
  if (onWindows) return spawn(binaries.postgres, args, { ...environment, stdio })
  // The shell holds the keeper's pipe: when the keeper dies, even by SIGKILL, the pipe closes and PostgreSQL is stopped.
  const watch =
    'exec 3<&0; "$0" "$@" </dev/null 3<&- & p=$!; (read -r _ <&3; kill -INT $p) 2>/dev/null & w=$!; wait $p; kill $w 2>/dev/null'
  return spawn('/bin/sh', ['-c', watch, binaries.postgres, ...args], { ...dropped, ...environment, stdio, cwd: '/' })
}

/** The process PostgreSQL noted in its own lock file, when it still lives. */
export function livingPostmaster(places: Places): number | null {
  try {
    const pid = Number(readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}
