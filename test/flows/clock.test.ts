import { afterEach, expect, test, vi } from 'vitest'
import { databaseClock } from '../../server/clock.ts'
import { type World, world } from '../support/world.ts'

afterEach(() => void vi.useRealTimers())

async function postgresNow(w: World): Promise<number> {
  const [row] = await w.deps.db.$queryRaw<[{ ms: number }]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`
  return row.ms
}

/** Between two readings of PostgreSQL's own clock, give or take what a round trip on a busy machine hides. */
async function expectFollows(w: World, clock: { now(): Date }) {
  const before = await postgresNow(w)
  const now = clock.now().getTime()
  const after = await postgresNow(w)
  expect(now).toBeGreaterThan(before - 250)
  expect(now).toBeLessThan(after + 250)
}

test('the clock is PostgreSQL’s: this machine’s, an hour off or set back under us, changes nothing', async () => {
  const w = await world()
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + 3_600_000)
  const clock = await databaseClock(w.deps.db)
  await expectFollows(w, clock)
  vi.setSystemTime(0)
  await expectFollows(w, clock)
  clock.stop()
})

test('it never runs backwards between two measurements', async () => {
  const w = await world()
  const clock = await databaseClock(w.deps.db)
  let last = clock.now().getTime()
  for (let i = 0; i < 10_000; i++) {
    const now = clock.now().getTime()
    expect(now).toBeGreaterThanOrEqual(last)
    last = now
  }
  clock.stop()
})

test('a leap of PostgreSQL’s clock is followed at the next measurement, told, and remembered for twenty seconds', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  let hours = 0
  const ms = () => performance.now() + hours * 3_600_000
  // biome-ignore lint/suspicious/noExplicitAny: Prisma's promise is more than the clock asks of it
  const db = { $queryRaw: (): any => Promise.resolve([{ ms: ms() }]) }
  const leaps: number[] = []
  const clock = await databaseClock(db, (by) => leaps.push(by))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([clock.leaptLately(), leaps]).toEqual([false, []])
  for (const [leap, at] of [
    [2, 2],
    [-5, -3],
  ] as const) {
    hours = at
    await vi.advanceTimersByTimeAsync(10_000)
    expect(clock.now().getTime()).toBe(Math.trunc(ms()))
    expect(clock.leaptLately()).toBe(true)
    expect(leaps.at(-1)).toBeCloseTo(leap * 3_600_000, -2)
    await vi.advanceTimersByTimeAsync(19_000)
    expect(clock.leaptLately()).toBe(true)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(clock.leaptLately()).toBe(false)
  }
  clock.stop()
})

test('a database that is away leaves the last distance standing, and the program running', async () => {
  const w = await world()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let away = false
  const db = { $queryRaw: w.deps.db.$queryRaw.bind(w.deps.db) }
  const flaky = new Proxy(db, {
    get: (target, name, receiver) =>
      away ? () => Promise.reject(new Error('gone')) : Reflect.get(target, name, receiver),
  })
  const clock = await databaseClock(flaky)
  away = true
  await vi.advanceTimersByTimeAsync(60_000)
  await expectFollows(w, clock)
  clock.stop()
})

test('a measurement that took long is dropped: half its trip is a guess', async () => {
  const w = await world()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let slow = false
  const db = { $queryRaw: w.deps.db.$queryRaw.bind(w.deps.db) }
  // The answer is on its way for a second: read at once, it seems half a second old.
  const late = new Proxy(db, {
    get: (target, name, receiver) => {
      const ask = Reflect.get(target, name, receiver)
      return slow
        ? async (...asked: unknown[]) => {
            const answer = await ask(...asked)
            await new Promise((settle) => setTimeout(settle, 1000))
            return answer
          }
        : ask
    },
  })
  const clock = await databaseClock(late)
  slow = true
  await vi.advanceTimersByTimeAsync(10_000)
  await new Promise((settle) => setTimeout(settle, 3500))
  await expectFollows(w, clock)
  clock.stop()
})
