import { readdirSync, readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** More than the rest of the program: enough that whoever asks for something else goes first, not so much that hashes stand still beside a busy program. */
const niceness = 5

/**
 * Lets libuv's threads, where argon2 burns, yield to everything else of this program: a storm of sign-ins fills every
 * core with hashes, and what waits for a thousandth of one (`me`, a page, PostgreSQL) would wait its turn behind 21 ms of
 * them. Linux counts niceness by thread; elsewhere nothing is changed. The threads must have begun: after the first hash.
 * Returns how many yield.
 */
export function yieldPool(): number {
  if (process.platform !== 'linux') return 0
  let yielding = 0
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      if (readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim() !== 'libuv-worker') continue
      setPriority(Number(thread), getPriority() + niceness)
      yielding++
    } catch {
      // A thread that has gone, or a place that allows none of this: served as before.
    }
  }
  return yielding
}
