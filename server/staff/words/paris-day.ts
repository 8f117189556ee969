const zone = { timeZone: 'Europe/Paris' } as const
const day = new Intl.DateTimeFormat('fr-FR', { ...zone, day: 'numeric', month: 'long', year: 'numeric' })
const clock = new Intl.DateTimeFormat('fr-FR', { ...zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })

/** « 20 janvier 2027 » on the calendar of Paris. */
export function parisDay(at: Date): string {
  return day.format(at).replace(/^1 /, '1er ')
}

/** « 22 novembre 2026 à 14 h 05 ». */
export function parisInstant(at: Date): string {
  return `${parisDay(at)} à ${clock
    .format(at)
    .replace(/^0(?=\d)/, '')
    .replace(':', ' h ')}`
}

/** The last day that is wholly before `end`: « valable jusqu'au … » is then true to midnight, clock changes included. */
export function lastWholeDay(end: Date): string {
  return parisDay(new Date(end.getTime() - 25 * 3_600_000))
}
