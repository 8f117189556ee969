/** Decides which of many like events are told one by one: an attacker must not fill the log, nor hide in its silence. */
export interface BoundedTelling {
  /**
   * `tell`: this one is told. `passed`: how many of each kind were not, in the minute that has ended; told with the first
   * event after it.
   */
  note(kind: string, now: Date): { tell: boolean; passed: Readonly<Record<string, number>> | null }
}

/** At most `most` of a kind each minute. Kinds are the program's own words: never what a caller wrote. */
export function createBoundedTelling(most: number): BoundedTelling {
  let minute = Number.NaN
  let counts = new Map<string, number>()
  return {
    note(kind, now) {
      const current = Math.floor(now.getTime() / 60_000)
      const over = [...counts].filter(([, count]) => count > most).map(([name, count]) => [name, count - most] as const)
      const ended = current !== minute
      if (ended) {
        minute = current
        counts = new Map()
      }
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return { tell: count <= most, passed: ended && over.length > 0 ? Object.fromEntries(over) : null }
    },
  }
}
