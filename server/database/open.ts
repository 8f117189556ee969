import pg from 'pg'
import type { Settings } from '../settings.ts'
import { StartFault } from '../start-fault.ts'
import { attachEmbedded } from './embedded.ts'

export interface OpenDatabase {
  url: string
  /** PostgreSQL itself, for what belongs to one session: migrations and the locks of a start. Where no pooler stands, `url`. */
  directUrl: string
  /** A pooler in transaction mode stands at `url`. */
  pooled: boolean
  close(): Promise<void>
}

/**
 * The database this process works on: `DATABASE_URL` when set, otherwise the embedded PostgreSQL of the data folder. Refuses
 * one that does not answer.
 */
export async function openDatabase(
  settings: Pick<Settings, 'databaseUrl' | 'databaseDirectUrl' | 'dataDir'>,
): Promise<OpenDatabase> {
  const { databaseUrl: url, databaseDirectUrl } = settings
  if (url === null) {
    const embedded = await attachEmbedded(settings.dataDir)
    return { ...embedded, directUrl: embedded.url, pooled: false }
  }
  await knock('DATABASE_URL', url)
  if (databaseDirectUrl !== null) await knock('DATABASE_DIRECT_URL', databaseDirectUrl)
  return { url, directUrl: databaseDirectUrl ?? url, pooled: databaseDirectUrl !== null, close: async () => {} }
}

/**
 * While the program is still being read nothing else is: on a busy machine that alone took longer than five seconds, and a
 * database that had long answered was called away.
 */
const patienceMs = 20_000

/** Only the code of the failure is told: the address holds a password. */
async function knock(name: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
    throw new StartFault(`The database that ${name} names cannot be used (${code}).`)
  }
}
