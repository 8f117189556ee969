import type { PrismaClient } from '../generated/prisma/client.ts'
import { hastenAway } from './settle.ts'
import type { Attempt } from './transport.ts'

const everyMs = 10_000

/**
 * The first mail that a server takes after it was away makes due what waited for nothing else: an owner in front of the
 * page must not wait for the end of a pause that has lost its reason.
 */
export function createHaste(db: PrismaClient): (domain: string, attempt: Attempt, now: Date) => Promise<void> {
  /** Null: our relay, at the start too: an earlier process may have left messages waiting for it. */
  const wasAway = new Set<string | null>([null])
  let hastenedAt = Number.NEGATIVE_INFINITY
  return async (domain, attempt, now) => {
    if (!attempt.accepted) {
      if (attempt.kind !== 'away') return
      if (wasAway.size > 1_000) wasAway.clear()
      wasAway.add(attempt.reply.startsWith('relay ') ? null : domain)
    } else if (wasAway.has(attempt.by) && (attempt.by !== null || now.getTime() - hastenedAt >= everyMs)) {
      wasAway.delete(attempt.by)
      if (attempt.by === null) hastenedAt = now.getTime()
      await hastenAway(db, attempt.by, now)
    }
  }
}
