import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import pino from 'pino'
import { expect } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import { connect } from '../../server/database/connect.ts'
import { migrate } from '../../server/database/migrate.ts'
import type { Deps } from '../../server/deps.ts'
import { createHasher } from '../../server/hasher.ts'
import { createKeyRing } from '../../server/keys.ts'
import { systemRandom } from '../../server/random.ts'
import { createPeople, type People } from '../../test/support/people.ts'
import { type Script, type ScriptedSmtp, startScriptedSmtp } from '../../test/support/scripted-smtp.ts'
import { brokenAudit, brokenLaws } from '../invariants.ts'
import { type Line, openLine } from './line.ts'
import { openPostgres, type Postgres } from './postgres.ts'
import { openProgram, type Program } from './program.ts'

const key = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256))
const ring = createKeyRing(new Map([['k1', new Uint8Array(key)]]), 'k1')
/** A day's limits that hours of faults in minutes do not reach, in the windows of production: all is counted as ever. */
const often = [{ max: 5_000, minutes: 24 * 60 }]
const rules = {
  ...{ sendPauseSeconds: 1, sends: often, sendsToSharedAddress: often, sendsFromNetwork: often },
  ...{ signInFree: 1_000, signInPerNetwork: often, signInPerIdentifier: often },
  ...{ codeTriesPerSet: 50, codeTries: often, resetGuardTries: often[0] },
}

/** A database, a mail server, owners with letters and any number of nodes: everything real, each able to fail. */
export interface Town {
  postgres: Postgres
  line: Line
  /** The database's address behind `line`. */
  lineUrl: string
  smtp: ScriptedSmtp
  people: People
  deps: Pick<Deps, 'db' | 'keys' | 'log'>
  /** A node on this database (behind `line`), not started yet. */
  node(settings?: Record<string, string>): Promise<Program>
  /** What the mail server does instead of taking mail; null: it takes it. */
  weather(script: Script | null): void
  /** Fails with every law that does not hold. `sealed`: seals the audit and verifies it too. `but`: what is not asked. */
  expectLaws(options?: { sealed?: boolean; but?: string }): Promise<void>
  /** Resolves once no session of a node is left in PostgreSQL. */
  untilAlone(): Promise<void>
  close(): Promise<void>
}

export async function openTown({
  within,
  database = 'town',
}: {
  within?: string
  database?: string
} = {}): Promise<Town> {
  ensureBuilt()
  const postgres = await openPostgres(
    within ? { within, settings: { max_wal_size: '48MB', min_wal_size: '32MB' } } : {},
  )
  await postgres.run('postgres', `CREATE DATABASE ${database}`)
  await migrate(postgres.url(database))
  const line = await openLine(postgres.port)
  const lineUrl = postgres.url(database).replace(String(postgres.port), String(line.port))
  let script: Script | null = null
  const smtp = await startScriptedSmtp((moment, to) => script?.(moment, to) ?? null)
  const checkerUrl = `${postgres.url(database)}?application_name=checker`
  const db = connect(checkerUrl, 4)
  const hashing = { memoryKiB: 19_456, passes: 2, lanes: 1 }
  const log = pino({ level: 'silent' })
  const hasher = await createHasher(hashing, systemRandom, 4)
  const deps = { db, keys: ring, log }
  const nodes: Program[] = []

  async function ask<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: checkerUrl })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  return {
    ...{ postgres, line, lineUrl, smtp, deps },
    people: createPeople({ db, hasher, clock: { now: () => new Date() } }),
    weather(next) {
      script = next
    },
    async node(settings = {}) {
      const node = await openProgram({
        CONNEXION_MODE: 'production',
        PUBLIC_URL: 'https://www.coprodirecte.example',
        DATABASE_URL: lineUrl,
        SMTP_URL: smtp.url,
        CONNEXION_KEYS: `k1:${key.toString('base64')}`,
        CONNEXION_RULES: JSON.stringify(rules),
        TRUSTED_PROXIES: '127.0.0.1',
        // As the site calls, which has no partner's key either.
        KEYLESS_API: 'on',
        // Nobody answers there: what a name server says of an invented domain is not a fault of ours.
        DNS_SERVERS: '127.0.0.1:9',
        ...settings,
      })
      nodes.push(node)
      return node
    },
    async expectLaws({ sealed = false, but = '' } = {}) {
      const broken = await ask((client) => brokenLaws(client, ring))
      expect(broken.filter((line) => !but || !line.startsWith(but))).toEqual([])
      if (sealed) expect(await brokenAudit(deps)).toEqual([])
    },
    async untilAlone() {
      const others = `SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND application_name <> 'checker'
        AND backend_type = 'client backend'`
      while ((await ask((client) => client.query(others))).rowCount) await pause(5)
    },
    async close() {
      for (const node of nodes) await node.close()
      await db.$disconnect()
      await line.close()
      await smtp.close()
      await postgres.close()
    },
  }
}
