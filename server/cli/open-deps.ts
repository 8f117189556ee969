import { availableParallelism, setPriority } from 'node:os'
import { databaseClock } from '../clock.ts'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open.ts'
import type { Deps } from '../deps.ts'
import { createHasher } from '../hasher.ts'
import { systemRandom } from '../random.ts'
import { readSettings, settlePoolSize } from '../settings.ts'

export type CommandDeps = Pick<Deps, 'db' | 'clock' | 'hasher' | 'settings'>

/** A command writes one batch at a time: the rest of the connections stay with the server. */
const connections = 4

/**
 * What a command works with, on the database of the settings: the embedded one is attached to when it runs (the server
 * may be up) and started when it does not. Migrations are applied first, as the server does. Nothing may have used
 * libuv's pool (files, hashes) before: its size and priority are settled here.
 */
export async function withDeps<T>(work: (deps: CommandDeps) => Promise<T>): Promise<T> {
  // One thread for each core, and one for everything else that waits on libuv's pool (security.md rule 6).
  settlePoolSize(Math.max(4, availableParallelism() + 1))
  const settings = readSettings()
  const database = await openDatabase(settings)
  // After the database may have been started (it must not inherit this), before libuv's threads are (they do): owners
  // who sign in meanwhile go before a command's hashes.
  setPriority(10)
  try {
    await migrate(database.directUrl)
    const db = connect(database.url, connections, database)
    const clock = await databaseClock(db)
    try {
      const hasher = await createHasher(settings.hashing, systemRandom, settings.poolSize)
      return await work({ db, clock, hasher, settings })
    } finally {
      clock.stop()
      await db.$disconnect()
    }
  } finally {
    await database.close()
  }
}
