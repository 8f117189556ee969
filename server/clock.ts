import type { Clock } from './deps.ts'
import type { PrismaClient } from './generated/prisma/client.ts'

const measureEveryMs = 10_000
/** The error of a sample is half its trip at most: a longer one may move an expiry by what a test would see. */
const greatestTripMs = 200
/** More than two steady clocks drift apart between two measurements, by far. */
const leapMs = 2_000
/** Every node has measured anew by then, and its courier renewed its leases (every five seconds). */
const leapSettlesMs = 20_000

/**
 * PostgreSQL's clock, kept without asking at each call: its distance to this process's steady counter is measured now
 * and every ten seconds. Every node thus judges an expiry by one clock, and a wrong wall clock here changes nothing. When
 * PostgreSQL's own leaps, it is followed: `told` gets by how many milliseconds.
 */
export async function databaseClock(
  db: Pick<PrismaClient, '$queryRaw'>,
  told: (leapMs: number) => void = () => {},
): Promise<Clock & { leaptLately(): boolean; stop(): void }> {
  let leaptAt = Number.NEGATIVE_INFINITY
  let { offset } = await measure(db)
  const timer = setInterval(async () => {
    // A database away for a moment, or one so busy that half the round trip is a guess: the last distance stays true
    // enough until it is back.
    const measured = await measure(db).catch(() => null)
    if (!measured || measured.trip > greatestTripMs) return
    const by = measured.offset - offset
    offset = measured.offset
    if (Math.abs(by) < leapMs) return
    leaptAt = performance.now()
    told(Math.round(by))
  }, measureEveryMs)
  timer.unref()
  return {
    now: () => new Date(performance.now() + offset),
    leaptLately: () => performance.now() - leaptAt <= leapSettlesMs,
    stop: () => clearInterval(timer),
  }
}

/** The best of some: the shorter the round trip, the less is guessed about when in it the clock was read. */
async function measure(db: Pick<PrismaClient, '$queryRaw'>): Promise<{ trip: number; offset: number }> {
  const samples: { trip: number; offset: number }[] = []
  // At the start there is nothing to fall back on: a slow first look is taken again some times.
  for (let i = 0; i < 3 || (i < 10 && samples.every(({ trip }) => trip > greatestTripMs)); i++) {
    const asked = performance.now()
    const [row] = await db.$queryRaw<
      [{ ms: number }]
    >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`
    const trip = performance.now() - asked
    samples.push({ trip, offset: row.ms - (asked + trip / 2) })
  }
  samples.sort((a, b) => a.trip - b.trip)
  return samples[0] ?? { trip: Number.POSITIVE_INFINITY, offset: 0 }
}
