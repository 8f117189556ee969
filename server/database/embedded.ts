import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { StartFault } from '../start-fault.ts'
import { clusterUrl } from './cluster.ts'
import { ownFolder, type Places, placesUnder } from './places.ts'

/** The first start makes the cluster; after a crash PostgreSQL replays its journal. Both may take a slow disk long. */
const patienceMs = 60_000

export interface Attachment {
  url: string
  /** Leaves. The last one to leave waits until PostgreSQL has stopped. */
  close(): Promise<void>
}

/**
 * Attaches to the embedded PostgreSQL of `dataDir`, which its keeper starts (and makes) when nobody has yet. While this
 * process lives the database stays up, whoever else comes, goes or dies. Throws when PostgreSQL cannot be started.
 */
export async function attachEmbedded(dataDir: string): Promise<Attachment> {
  const places = placesUnder(dataDir)
  if (process.platform !== 'win32') ownFolder(dirname(places.keeperSocket), null)
  let left = false
  let link = await attach(places)
  watch(link)

  function watch(held: Socket): void {
    held.unref()
    held.once('close', () => void (left || returnToKeeper()))
  }

  // The keeper died under us: find or start the next one, for as long as this process needs its database.
  async function returnToKeeper(): Promise<void> {
    while (!left) {
      try {
        link = await attach(places)
        if (left) link.end()
        return watch(link)
      } catch {
        await pause(1_000, undefined, { ref: false })
      }
    }
  }

  return {
    url: clusterUrl(places),
    async close() {
      if (left) return
      left = true
      if (link.destroyed) return
      link.ref()
      link.write('bye\n')
      await once(link, 'close')
    },
  }
}

async function attach(places: Places): Promise<Socket> {
  let keeper: ReturnType<typeof spawn> | null = null
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const link = await dial(places.keeperSocket)
    const answer = link && (await firstLine(link))
    if (answer) {
      const news = JSON.parse(answer) as { ready: boolean; reason?: string }
      if (news.ready) return link
      link.destroy()
      throw new StartFault(`The embedded database did not start: ${news.reason}`)
    }
    if (!keeper || keeper.exitCode !== null || keeper.signalCode !== null) keeper = startKeeper(places)
    await pause(20)
  }
  throw new StartFault(`The embedded database did not answer within ${patienceMs / 1000} seconds; see ${places.log}`)
}

/** Detached, in a session of its own: neither Ctrl-C in our terminal nor our death reaches it. */
function startKeeper(places: Places) {
  const script = fileURLToPath(new URL('./keeper.ts', import.meta.url))
  const environment =
    process.platform === 'win32' ? {} : { env: { NODE_ENV: 'production', PATH: '/usr/bin:/bin' } as const }
  const keeper = spawn(process.execPath, [script, places.dataDir], {
    ...environment,
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  })
  keeper.unref()
  return keeper
}

async function dial(path: string): Promise<Socket | null> {
  const link = connect(path)
  try {
    await once(link, 'connect')
    return link.on('error', () => link.destroy())
  } catch {
    return null
  }
}

/** The keeper's announcement, or null when it closed without one (it was just leaving). */
async function firstLine(link: Socket): Promise<string | null> {
  let text = ''
  return await new Promise((settle) => {
    link.on('data', (bytes) => {
      text += bytes
      if (text.includes('\n')) settle(text.slice(0, text.indexOf('\n')))
    })
    link.on('close', () => settle(null))
  })
}
