import type { Rules } from './rules.ts'

/** How long what is kept of people is kept. One object feeds the purge and the page « Données personnelles ». */
export interface Retention {
  /** A journey that ended, with the address typed in it and never confirmed, and its codes. */
  endedFlowHours: number
  /** The address a message went to, and the domain that took it. */
  mailAddressDays: number
  /** A session that ended: device and network. */
  endedSessionDays: number
  /** A link in a notice that was used or no longer opens. */
  endedLinkDays: number
  /** What was delivered to a partner's webhook, or given up. */
  webhookDeliveryDays: number
  /** A partner's sandbox that nobody used, with everybody in it: the next use of a test key makes them anew. */
  sandboxRestDays: number
  /** The audit, messages without their address, and the service's acts with their reasons. */
  auditMonths: number
}

/** issue 5: retention, defaults. */
export const defaultRetention: Retention = {
  endedFlowHours: 24,
  mailAddressDays: 30,
  endedSessionDays: 30,
  endedLinkDays: 30,
  webhookDeliveryDays: 30,
  sandboxRestDays: 30,
  auditMonths: 12,
}

/** How long an address is kept that an owner has left: nothing goes back to it then, nobody is told or asked of it. */
export function formerAddressDays({ emailUndoHours, freezeLinkDays, emailDoubtDays }: Rules): number {
  return Math.ceil(Math.max(emailUndoHours / 24, freezeLinkDays, emailDoubtDays))
}

/** So many calendar months before an instant; the last day of the month when that day does not exist. */
export function monthsBefore(at: Date, months: number): Date {
  const then = new Date(at)
  then.setUTCMonth(then.getUTCMonth() - months)
  if (then.getUTCDate() !== at.getUTCDate()) then.setUTCDate(0)
  return then
}
