import type { Clock } from './deps.ts'
import type { PrismaClient } from './generated/prisma/client.ts'

const measureEveryMs = 10_000

/**
 * PostgreSQL's clock, kept without asking at each call: its distance to this process's steady counter is measured now
 * and every ten seconds. Every node thus judges an expiry by one clock, and a wrong wall clock here changes nothing.
 */
export async function databaseClock(db: Pick<PrismaClient, '$queryRaw'>): Promise<Clock & { stop(): void }> {
  let offset = await measure(db)
  const timer = setInterval(async () => {
    // A database away for a moment: the last distance stays true enough until it is back.
    offset = await measure(db).catch(() => offset)
  }, measureEveryMs)
  timer.unref()
  return {
    now: () => new Date(performance.now() + offset),
    stop: () => clearInterval(timer),
  }
}

/** The best of three: the shorter the round trip, the less is guessed about when in it the clock was read. */
async function measure(db: Pick<PrismaClient, '$queryRaw'>): Promise<number> {
  const samples: { trip: number; offset: number }[] = []
  for (let i = 0; i < 3; i++) {
    const asked = performance.now()
    const [row] = await db.$queryRaw<
      [{ ms: number }]
    >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`
    const trip = performance.now() - asked
    samples.push({ trip, offset: row.ms - (asked + trip / 2) })
  }
  samples.sort((a, b) => a.trip - b.trip)
  return samples[0]?.offset ?? 0
}
