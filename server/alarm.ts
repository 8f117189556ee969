import { setTimeout as sleep } from 'node:timers/promises'
import { createAlerts } from './alerts.ts'
import type { Brake, Deps } from './deps.ts'
import type { Rules } from './domain/rules.ts'

export type Alert = 'FLOWS_FAIL' | 'BRAKE' | 'KEY_NETWORK' | 'WEBHOOK_STOPPED'

/** What the whole system looks like from one node: read from the database now and then, never at a request. */
export interface Alarm extends Brake {
  /** Reads it anew. A node thus brakes some seconds later than another, never by its own requests alone. */
  look(): Promise<void>
  /** What an operator should know now. */
  alerts(): readonly Alert[]
}

/** So many wait at once in one process: a flood must not be held in memory. */
const greatestWaiting = 200

type AlarmDeps = Pick<Deps, 'db' | 'clock' | 'settings' | 'log'>

/**
 * The whole-system alarm and brake (security.md: limits). Alarm: too many of the open flows have a failed code, which is
 * somebody guessing, or our own mail or clock gone wrong. Brake: so many failed codes in an hour make resets that nobody
 * vouches for answer after a wait; nothing is refused by it. A live key that turned up elsewhere is told for a day, or
 * until it is revoked; a webhook whose receiver takes nothing any more, until it is proved anew or stopped by hand. All
 * are logged as they begin and end.
 */
export function createAlarm(deps: AlarmDeps, pause: (ms: number) => Promise<unknown> = sleep): Alarm {
  const { db, clock, log } = deps
  const alerts = createAlerts<Alert>(log)
  const { rules } = deps.settings
  let waiting = 0

  return {
    async look() {
      const { failedCodes, openFlows, failingFlows, strangeKeys, stoppedWebhooks } = await count(db, clock.now(), rules)
      const enough = openFlows >= rules.alarmLeastFlows
      const failing = enough && failingFlows * 100 > rules.alarmFailingPercent * openFlows
      alerts.tell('FLOWS_FAIL', failing, { openFlows, failingFlows })
      alerts.tell('BRAKE', failedCodes >= rules.brakeFailedCodes.max, { failedCodes })
      alerts.tell('KEY_NETWORK', strangeKeys > 0, { strangeKeys })
      alerts.tell('WEBHOOK_STOPPED', stoppedWebhooks > 0, { stoppedWebhooks })
    },
    alerts: alerts.all,
    isOn: () => alerts.has('BRAKE'),
    async wait() {
      if (!alerts.has('BRAKE')) return true
      if (waiting >= greatestWaiting) return false
      waiting++
      try {
        await pause(rules.brakeWaitSeconds * 1000)
      } finally {
        waiting--
      }
      return true
    },
  }
}

type Counted = 'failedCodes' | 'openFlows' | 'failingFlows' | 'strangeKeys' | 'stoppedWebhooks'

/** Some rows of tallies, and the open flows by the index of their ends. */
async function count(db: AlarmDeps['db'], now: Date, rules: Rules) {
  const since = new Date(now.getTime() - rules.brakeFailedCodes.minutes * 60_000)
  const strangeSince = new Date(now.getTime() - rules.keyNetworkAlertHours * 3_600_000)
  const [row] = await db.$queryRaw<[Record<Counted, number>]>`
    SELECT (SELECT coalesce(sum(n), 0)::int FROM "Tally" WHERE kind = 'CODE_FAILED' AND minute > ${since}) AS "failedCodes",
      (SELECT count(*)::int FROM "Key" WHERE "newNetworkAt" > ${strangeSince} AND "revokedAt" IS NULL) AS "strangeKeys",
      (SELECT count(*)::int FROM "Webhook" WHERE state = 'STOPPED' AND stop <> 'BY_HAND' AND realm = 'live') AS "stoppedWebhooks",
      count(*)::int AS "openFlows",
      count(*) FILTER (WHERE step = 'ENTER_CODE' AND "triesSpent" > 0)::int AS "failingFlows"
    FROM "Flow" WHERE "expiresAt" > ${now} AND "endedAt" IS NULL AND "codeSet" > 0 AND realm = 'live'`
  return row
}
