import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { residentMiB } from './memory.ts'
import { median } from './ratio.ts'

export interface PageWeight {
  path: string
  /** Compressed, as a browser that has nothing yet would load it. */
  bytes: number
  requests: number
}

const port = 3970
const origin = `http://localhost:${port}`

/**
 * Seconds from start to the first page (an empty folder each time), the memory of the program once it has answered, and
 * what the pages before sign-in weigh.
 */
export async function benchStart(runs: number): Promise<{ seconds: number; memoryMiB: number; pages: PageWeight[] }> {
  const seconds: number[] = []
  const memory: number[] = []
  let pages: PageWeight[] = []
  for (let run = 0; run < runs; run++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'connexion-start-'))
    const started = performance.now()
    const program = spawn(process.execPath, ['server/main.ts'], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        CONNEXION_MODE: 'demonstration',
        DATABASE_URL: '',
        PUBLIC_URL: '',
      },
      stdio: 'ignore',
    })
    try {
      await firstPage()
      seconds.push((performance.now() - started) / 1000)
      memory.push(residentMiB(program.pid ?? 0))
      pages = await Promise.all(['/connexion', '/aide'].map(weigh))
    } finally {
      program.kill('SIGTERM')
      await once(program, 'exit')
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
  return { seconds: median(seconds), memoryMiB: median(memory), pages }
}

async function firstPage(): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await pause(20)) {
    const answer = await fetch(`${origin}/connexion`).catch(() => null)
    if (answer?.ok) return
  }
  throw new Error('the site did not answer within a minute')
}

async function weigh(path: string): Promise<PageWeight> {
  const html = await (await fetch(origin + path)).text()
  const linked = [...html.matchAll(/<(?:link|script|img)[^>]+(?:href|src)="(\/[^"]+)"/g)].map((match) => match[1] ?? '')
  const bodies = await Promise.all(linked.map(async (asset) => (await fetch(origin + asset)).arrayBuffer()))
  const sizes = [gzipSync(html).length, ...bodies.map((body) => gzipSync(Buffer.from(body)).length)]
  return { path, requests: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
