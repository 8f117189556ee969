import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { projectRoot } from '../../server/database/places.ts'
import { childEnvironment } from '../../server/settings.ts'
import { freePort } from '../../test/support/http.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is the test's to look into
  data: any
  /** GraphQL's own errors: a fault of the program, unless they say BUSY. */
  errors: { extensions?: { code?: string } }[] | null
}

/** One process of the real program. */
export interface Program {
  origin: string
  /** What it was started with. */
  settings(): Record<string, string>
  /** How long its last start took, to the first answer of `/readyz`, in seconds. */
  startedIn(): number
  start(): Promise<void>
  begin(): void
  ready(): Promise<void>
  signal(name: NodeJS.Signals): void
  kill(): Promise<void>
  /** SIGTERM; resolves with its exit status. */
  stop(): Promise<number | null>
  alive(): boolean
  /** Ready, and not told to end: a balancer sends people there. */
  serving(): boolean
  /** One GraphQL request. Rejects when the line to it breaks. */
  ask(query: string, variables: object, caller?: { token?: string; from?: string }): Promise<Answer>
  log(): string
  close(): Promise<void>
}

/** The program as an operator starts it, in production, with these settings. */
export async function openProgram(settings: Record<string, string>): Promise<Program> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const dir = mkdtempSync(join(tmpdir(), 'connexion-node-'))
  let child: ChildProcess | null = null
  let began = 0
  let seconds = 0
  let said = ''
  let serving = false

  function begin(): void {
    began = performance.now()
    child = spawn(process.execPath, [join(projectRoot, 'server/main.ts')], {
      cwd: tmpdir(),
      env: { PATH: childEnvironment({}).PATH, NODE_ENV: 'production', PORT: String(port), DATA_DIR: dir, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes) => {
        said = `${said}${bytes}`.slice(-200_000)
      })
    }
  }

  async function ready(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${origin}/readyz`).catch(() => null)
      if (answer?.status === 200) break
      if (child?.exitCode !== null) throw new Error(`the program ended: ${said}`)
      if (performance.now() - began > 90_000) throw new Error(`the program is not ready: ${said}`)
      await pause(10)
    }
    seconds = (performance.now() - began) / 1000
    serving = true
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    serving = false
    child.kill(signal)
    const [status] = await ended
    return status
  }

  return {
    origin,
    settings: () => settings,
    startedIn: () => seconds,
    begin,
    ready,
    async start() {
      begin()
      await ready()
    },
    signal: (name) => void child?.kill(name),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    serving: () => serving,
    alive: () => child !== null && child.exitCode === null && child.signalCode === null,
    async ask(query, variables, { token, from = '203.0.113.7' } = {}) {
      const response = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': from,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
      })
      const { data = null, errors = null } = await response.json()
      return { status: response.status, data, errors }
    },
    log: () => said,
    async close() {
      await end('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
