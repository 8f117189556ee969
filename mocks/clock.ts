/** So much time, added up. */
export interface Span {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
  ms?: number
}

/** The mock's clock. Everything that expires, waits or counts is judged by it; nothing waits for it. */
export interface MockClock {
  now(): Date
  /** Moves on by so much; a negative span moves back. */
  forward(span: Span): void
  /** Jumps to an instant, and goes on (or stands) from there. */
  set(instant: Date): void
  /** How far it was moved, in ms. */
  moved(): number
}

export function msOf({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }: Span): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms
}

/** `at` null: the machine's time, from now on; an instant: it stands there until it is moved (tests). */
export function createClock(at: Date | null, before = 0): MockClock {
  const base = at ? () => at.getTime() : () => Date.now()
  let moved = before
  return {
    now: () => new Date(base() + moved),
    forward(span) {
      moved += msOf(span)
    },
    set(instant) {
      moved = instant.getTime() - base()
    },
    moved: () => moved,
  }
}
