import type { Deps } from '../deps.ts'

const keepForMs = 10_000

/** Whether an origin (scheme, host, port) is one of a set. */
export type IsAmong = (origin: string) => Promise<boolean>

/**
 * Judges by a set of origins that `read` finds in the database, in lower case. Read again at most every ten seconds, so
 * that a command takes effect by itself. A database that fails makes nobody foreign: what was read last stays, and
 * without any the failure is the answer.
 */
export function keptOrigins(
  deps: Pick<Deps, 'clock' | 'log'>,
  read: (now: Date) => Promise<readonly string[]>,
): IsAmong {
  let known: ReadonlySet<string> | null = null
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<ReadonlySet<string>> | null = null

  async function readAgain(): Promise<ReadonlySet<string>> {
    const now = deps.clock.now()
    try {
      known = new Set(await read(now))
      readAt = now.getTime()
    } catch (failure) {
      if (!known) throw failure
      deps.log.warn({ err: failure }, 'the known origins could not be read again: they stay as they were')
    } finally {
      reading = null
    }
    return known
  }

  return async (origin) => {
    if (known && deps.clock.now().getTime() - readAt <= keepForMs) return known.has(origin.toLowerCase())
    // Requests that come while it is read wait for that one reading: none is judged by an empty set.
    reading ??= readAgain()
    return (await reading).has(origin.toLowerCase())
  }
}
