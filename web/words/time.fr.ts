import { fr } from './typography.ts'

const paris = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', ...options })
const clock = paris({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const shortDay = paris({ day: 'numeric', month: 'long' })
const longDay = paris({ weekday: 'long', day: 'numeric', month: 'long' })
const year = paris({ year: 'numeric' })
const date = paris({ year: 'numeric', month: '2-digit', day: '2-digit' })

type Instant = string | Date

/** « 14 h 35 », the time of a clock in Paris wherever the server stands. */
export function timeWords(at: Instant): string {
  const [hour, minute] = clock.format(new Date(at)).split(':')
  return fr`${Number(hour)} h ${minute ?? '00'}`
}

/** « 3 mars ». The first of a month is « 1er ». */
export function dayWords(at: Instant): string {
  return shortDay.format(new Date(at)).replace(/^1 /, '1er ').replace(' ', '\u00a0')
}

/** « 3 mars 2026 ». */
export function dateWords(at: Instant): string {
  return fr`${dayWords(at)} ${year.format(new Date(at))}`
}

/** How many midnights of Paris lie between two instants: 0 is today, 1 yesterday. */
function daysBetween(earlier: Instant, later: Instant): number {
  const dayOf = (at: Instant) => Date.parse(date.format(new Date(at)).split('/').reverse().join('-'))
  return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000)
}

/** « mardi 18 novembre à 10 h 02 ». */
export function dayAndTimeWords(at: Instant): string {
  return fr`${longDay.format(new Date(at)).replace(/ 1 /, ' 1er ')} à ${timeWords(at)}`
}

/** « aujourd'hui à 14 h 05 », « hier à 10 h 02 », « mardi 18 novembre à 10 h 02 ». */
export function whenWords(at: Instant, now: Instant): string {
  const days = daysBetween(at, now)
  if (days === 0) return fr`aujourd'hui à ${timeWords(at)}`
  return days === 1 ? fr`hier à ${timeWords(at)}` : dayAndTimeWords(at)
}

/** « jusqu'à 14 h 35 », with the day when it is another one than `now`'s. */
export function untilWords(at: Instant, now: Instant): string {
  const sameDay = date.format(new Date(at)) === date.format(new Date(now))
  return sameDay ? fr`jusqu'à ${timeWords(at)}` : fr`jusqu'au ${dayWords(at)} à ${timeWords(at)}`
}

/** A minute up: an owner who comes back at the printed minute must not be refused for its seconds. */
export function wholeMinuteAfter(at: Instant): Date {
  return new Date(Math.ceil(new Date(at).getTime() / 60_000) * 60_000)
}
