import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import { freshDatabase } from '../support/database.ts'

const main = fileURLToPath(new URL('../../server/cli/main.ts', import.meta.url))

export interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
  /** The most memory the process held, in MB; 0 where the system does not say. */
  peakMb: number
}

export interface Running {
  child: ChildProcess
  ended: Promise<Ended>
}

/** A database and a folder of the test's own, and the command line on them. */
export async function commandWorld() {
  const database = await freshDatabase()
  const db = connect(database.url, 2)
  const dir = mkdtempSync(join(tmpdir(), 'connexion-import-'))
  onTestFinished(async () => {
    await db.$disconnect()
    await database.drop()
    rmSync(dir, { recursive: true, force: true })
  })
  const env = {
    NODE_ENV: 'production' as const,
    PATH: process.env.PATH ?? '',
    CONNEXION_MODE: 'production',
    PUBLIC_URL: 'https://espace.tilleuls.example',
    SMTP_URL: 'smtp://127.0.0.1:1',
    CONNEXION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DATABASE_URL: database.url,
    DATA_DIR: dir,
  }
  const start = (...args: string[]): Running => {
    const child = spawn(process.execPath, [main, ...args], { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
    return { child, ended: watch(child) }
  }
  return {
    db,
    dir,
    env,
    start,
    run: (...args: string[]) => start(...args).ended,
    write(name: string, content: string | Uint8Array): string {
      writeFileSync(join(dir, name), content)
      return join(dir, name)
    },
  }
}

async function watch(child: ChildProcess): Promise<Ended> {
  const ended: Ended = { exitCode: null, stdout: '', stderr: '', peakMb: 0 }
  child.stdout?.on('data', (bytes) => {
    ended.stdout += bytes
  })
  child.stderr?.on('data', (bytes) => {
    ended.stderr += bytes
  })
  const poll = setInterval(() => {
    ended.peakMb = Math.max(ended.peakMb, peakOf(child))
  }, 50)
  const [code] = await once(child, 'close')
  clearInterval(poll)
  return { ...ended, exitCode: code }
}

function peakOf(child: ChildProcess): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
