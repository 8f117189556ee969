import pg from 'pg'
import type { Settings } from '../settings.ts'
import { StartFault } from '../start-fault.ts'
import { attachEmbedded } from './embedded.ts'

export interface OpenDatabase {
  url: string
  close(): Promise<void>
}

/** The database this process works on: `DATABASE_URL` when set, otherwise the embedded PostgreSQL of the data folder. Refuses one that does not answer. */
export async function openDatabase(settings: Pick<Settings, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> {
  if (settings.databaseUrl === null) return await attachEmbedded(settings.dataDir)
  await knock(settings.databaseUrl)
  return { url: settings.databaseUrl, close: async () => {} }
}

/** Only the code of the failure is told: the address holds a password. */
async function knock(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
    throw new StartFault(`The database that DATABASE_URL names cannot be used (${code}).`)
  }
}
