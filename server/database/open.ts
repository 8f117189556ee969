import type { Settings } from '../settings.ts'
import { attachEmbedded } from './embedded.ts'

export interface OpenDatabase {
  url: string
  close(): Promise<void>
}

/** The database this process works on: `DATABASE_URL` when set, otherwise the embedded PostgreSQL of the data folder. */
export async function openDatabase(settings: Pick<Settings, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, close: async () => {} }
  return await attachEmbedded(settings.dataDir)
}
