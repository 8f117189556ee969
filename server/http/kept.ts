import type { Deps } from '../deps.ts'
import { formerAddressDays } from '../domain/retention.ts'

const dayMinutes = 24 * 60

/** The figures of « Données personnelles », out of the settings that the purge keeps to: a page that is never wrong. */
export function keptFigures({ retention, rules }: Pick<Deps['settings'], 'retention' | 'rules'>) {
  const { endedFlowHours, mailAddressDays, endedSessionDays, auditMonths } = retention
  const longest = Math.max(...rules.codeTries.map(({ minutes }) => minutes))
  return {
    ...{ endedFlowHours, mailAddressDays, endedSessionDays, auditMonths },
    formerAddressDays: formerAddressDays(rules),
    deviceDays: rules.deviceDays,
    countedDays: Math.ceil(longest / dayMinutes),
  }
}
