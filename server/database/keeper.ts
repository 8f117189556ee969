// The keeper of an embedded cluster: a process of its own, started by whoever attaches first and tied to nobody. Each
// attached program holds a connection to it; the kernel closes that connection even on kill -9. The last one gone, the
// keeper stops PostgreSQL and ends. If the keeper itself dies, its pipe to PostgreSQL's shell closes (PostgreSQL stops)
// and the attached programs start another. Nothing is ever left running, and nobody's death takes the others' database.
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { findBinaries } from './binaries.ts'
import { launchPostgres, livingPostmaster, prepareCluster } from './cluster.ts'
import { ownFolder, placesUnder } from './places.ts'

/** How long the keeper waits for a first visitor, and after one left without a word (it may be restarting). */
const patienceMs = { first: 10_000, vanished: 1_000 }
/** After a crash PostgreSQL's orphans hold its memory for a moment: the start is tried again. */
const startAttempts = 60

const places = placesUnder(process.argv[2] ?? '')
ownFolder(dirname(places.keeperLock), null)
if (process.platform !== 'win32') ownFolder(dirname(places.keeperSocket), null)
takeLock()

const visitors = new Set<Socket>()
let postgres: ReturnType<typeof launchPostgres> | null = null
let announcement: string | null = null
let closing = false
let leaving = setTimeout(closeDown, patienceMs.first)

rmSync(places.keeperSocket, { force: true })
const reception = createServer(welcome).listen(places.keeperSocket)
process.on('SIGINT', () => {}).on('SIGHUP', () => {})
// The whole machine is stopping, or an operator insists: the attached programs get a moment to finish first.
process.on('SIGTERM', () => setTimeout(closeDown, visitors.size > 0 ? 10_000 : 0))
void keepRunning()

/** One keeper per cluster. The lock is the operating system's, on an open file: it cannot outlive its holder. */
function takeLock(): void {
  const lock = new DatabaseSync(places.keeperLock)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch {
    process.exit(0)
  }
  // Held by reference as well: a collected handle would let the lock go.
  process.on('exit', () => lock.close())
}

function welcome(visitor: Socket): void {
  // Ended without an answer, the visitor asks again and finds the next keeper.
  if (closing) return void visitor.destroy()
  clearTimeout(leaving)
  visitors.add(visitor)
  let polite = false
  visitor.on('data', () => {
    polite = true
    if (visitors.size === 1) closeDown()
    else visitor.end()
  })
  visitor.on('error', () => visitor.destroy())
  visitor.on('close', () => {
    visitors.delete(visitor)
    if (visitors.size === 0 && !closing) leaving = setTimeout(closeDown, polite ? 0 : patienceMs.vanished)
  })
  if (announcement) visitor.write(announcement)
}

async function keepRunning(): Promise<void> {
  try {
    const binaries = findBinaries()
    prepareCluster(places, binaries)
    for (let attempt = 0; !closing && attempt < startAttempts; attempt++) {
      const log = openLog()
      postgres = launchPostgres(places, binaries, log)
      closeSync(log)
      const ended = once(postgres, 'exit')
      if (await becameReady(postgres)) {
        announce({ ready: true })
        attempt = 0
      }
      await ended
      postgres.stdin?.destroy()
      if (!closing) await pause(100)
    }
    if (!closing) throw new Error(`PostgreSQL does not start: ${lastWords()}`)
  } catch (error) {
    announce({ ready: false, reason: error instanceof Error ? error.message : String(error) })
    postgres = null
    setTimeout(closeDown, 500)
  }
}

/** True once PostgreSQL accepts connections, which it writes on the eighth line of its lock file; false if it ended. */
async function becameReady(child: NonNullable<typeof postgres>): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const words = existsSync(lockFile()) ? readFileSync(lockFile(), 'utf8').split('\n') : []
    if (words[7]?.trim() === 'ready' && livingPostmaster(places)) return true
    await pause(10)
  }
  return false
}

function lockFile(): string {
  return `${places.cluster}/postmaster.pid`
}

function announce(news: { ready: true } | { ready: false; reason: string }): void {
  announcement = `${JSON.stringify(news)}\n`
  for (const visitor of visitors) visitor.write(announcement)
}

async function closeDown(): Promise<void> {
  if (closing) return
  closing = true
  reception.close()
  const child = postgres
  if (child && child.exitCode === null) {
    const ended = once(child, 'exit')
    child.stdin?.end()
    await ended
  }
  for (const folder of [places.socketDir, dirname(places.keeperSocket)]) leaveNoFolder(folder)
  for (const visitor of visitors) visitor.end()
  process.exit(0)
}

/** A socket's folder outside the data folder (its path was too deep) would outlive the data. Only an empty one goes. */
function leaveNoFolder(folder: string): void {
  if (folder.startsWith(places.dataDir)) return
  try {
    rmdirSync(folder)
  } catch {}
}

function openLog(): number {
  const grown = existsSync(places.log) && statSync(places.log).size > 1_000_000
  return openSync(places.log, grown ? 'w' : 'a', 0o600)
}

function lastWords(): string {
  return existsSync(places.log) ? readFileSync(places.log, 'utf8').trim().split('\n').slice(-5).join(' · ') : ''
}
