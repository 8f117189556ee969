import type { Deps } from './deps.ts'

/** What somebody should look at now, each told in the log as it begins and as it is over. */
export interface Alerts<Name extends string> {
  tell(alert: Name, on: boolean, facts: object): void
  has(alert: Name): boolean
  all(): readonly Name[]
}

export function createAlerts<Name extends string>(log: Deps['log']): Alerts<Name> {
  const raised = new Set<Name>()
  return {
    tell(alert, on, facts) {
      if (on === raised.has(alert)) return
      if (on) log.error({ alert, ...facts }, 'alert')
      else log.warn({ alert, over: true, ...facts }, 'alert is over')
      if (on) raised.add(alert)
      else raised.delete(alert)
    },
    has: (alert) => raised.has(alert),
    all: () => [...raised],
  }
}
