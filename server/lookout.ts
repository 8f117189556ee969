import { statfs } from 'node:fs/promises'
import { createAlerts } from './alerts.ts'
import type { Deps } from './deps.ts'

/** What else an operator should know of a node that answers (docs/decisions/0030). */
export interface Lookout {
  /** Looks anew; called now and then, never by a request. */
  look(): Promise<void>
  alerts(): readonly ('MAIL_WAITS' | 'DISK')[]
}

/** Longer than the longest pause that the courier itself makes between two looks at a relay that is away, many times over. */
const mailWaitsSeconds = 120
/** PostgreSQL keeps about as much in its journal under load: below it, a full disk is a matter of minutes. */
const leastFreeMiB = 512

/**
 * Watches what a node needs and does not answer for: mail that is due and that no courier takes (all couriers stand, or
 * they do not keep up), and the disk that holds the embedded database or the mailbox. Both are told, and neither takes
 * a node out: every node would go at once, and owners would find nobody where most of what they came for still works.
 */
export function createLookout(
  { db, clock, log, settings }: Pick<Deps, 'db' | 'clock' | 'log' | 'settings'>,
  freeMiB: (dir: string) => Promise<number> = freeOn,
): Lookout {
  const alerts = createAlerts<'MAIL_WAITS' | 'DISK'>(log)
  const { mode, databaseUrl, dataDir, mail } = settings
  const keepsFiles = databaseUrl === null || (mode === 'demonstration' && mail.relayUrl === null)

  return {
    async look() {
      const now = clock.now()
      const [{ seconds }] = await db.$queryRaw<[{ seconds: number }]>`
        SELECT coalesce(extract(epoch FROM ${now}::timestamptz(3) - min("nextAttemptAt")), 0)::float8 AS seconds
        FROM "Message" WHERE realm = 'live' AND state = 'QUEUED' AND "nextAttemptAt" <= ${now}::timestamptz(3)
          AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now}::timestamptz(3))`
      alerts.tell('MAIL_WAITS', seconds > mailWaitsSeconds, { oldestDueSeconds: Math.round(seconds) })
      if (!keepsFiles) return
      const free = await freeMiB(dataDir)
      alerts.tell('DISK', free < leastFreeMiB, { freeMiB: Math.round(free) })
    },
    alerts: alerts.all,
  }
}

async function freeOn(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir)
  return (bavail * bsize) / 1024 ** 2
}
