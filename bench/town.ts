import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { createBlocklist } from '../server/blocklist.ts'
import { connect } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrate.ts'
import { openDatabase } from '../server/database/open.ts'
import type { Deps } from '../server/deps.ts'
import { createApi } from '../server/graphql/api.ts'
import { createHasher } from '../server/hasher.ts'
import { createKeyRing } from '../server/keys.ts'
import { systemRandom } from '../server/random.ts'
import { readSettings } from '../server/settings.ts'
import { populate } from './people.ts'

export const password = 'Tilleul-42-lampe'
/** Of the program, of the bare statements and of the peer alike. */
export const connections = 10

export interface Town {
  deps: Deps
  url: string
  api: ReturnType<typeof createApi>
  /** The same database, without the program: the floor. */
  pool: pg.Pool
  /** One request to the API as HTTP would hand it over, without the socket. Throws on GraphQL errors. */
  ask(query: string, variables: object, token?: string | null, from?: string): Promise<Answer>
  close(): Promise<void>
}

export type Answer = Record<string, { __typename: string; handle?: string }>

/** A town of `accounts` owners who all migrated, on an embedded PostgreSQL of its own that is gone afterwards. */
export async function buildTown(accounts: number, minutesPerRequest = 1, inhabited = false): Promise<Town> {
  const dataDir = mkdtempSync(join(tmpdir(), 'connexion-bench-'))
  const settings = readSettings({
    ...process.env,
    CONNEXION_MODE: 'demonstration',
    DATA_DIR: dataDir,
    DATABASE_URL: '',
  })
  const database = await openDatabase(settings)
  await migrate(database.url)
  const db = connect(database.url, connections)
  const pool = new pg.Pool({ connectionString: database.url, max: connections })
  // The embedded server is stopped before the last of these has gone.
  pool.on('error', () => {})
  let now = Date.now()
  const deps: Deps = {
    db,
    settings,
    // Each request a minute later, unless asked otherwise: limits by the hour are not what is measured here.
    clock: {
      now() {
        now += minutesPerRequest * 60_000 + 1
        return new Date(now)
      },
    },
    random: systemRandom,
    hasher: await createHasher(settings.hashing, systemRandom, settings.poolSize),
    blocklist: createBlocklist(),
    keys: createKeyRing(settings.keys.ring, settings.keys.currentId),
    brake: { isOn: () => false, wait: async () => true },
    mailDomains: { look: async () => ({ found: 'UNSURE' }) },
    log: pino({ level: 'error' }, pino.destination(2)),
  }
  const place = deps.hasher.admit()
  const hash = await place?.hash(password)
  place?.release()
  await populate(pool, { accounts, hash: hash ?? '', at: deps.clock.now(), inhabited })
  const api = createApi(deps)
  return {
    deps,
    url: database.url,
    api,
    pool,
    async ask(query, variables, token = null, from = '127.0.0.1') {
      const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
      const body = JSON.stringify({ query, variables })
      const request = new Request('http://localhost/graphql', { method: 'POST', headers, body })
      const response = await api.fetch(request, { clientAddress: from, host: 'localhost', site: false })
      const { data, errors } = await response.json()
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    async close() {
      await pool.end()
      await db.$disconnect()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
