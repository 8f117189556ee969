import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'
import { openTraffic } from './support/traffic.ts'

let town: Town
let node: Program

beforeAll(async () => {
  town = await openTown()
  node = await town.node()
  await node.start()
})
afterAll(() => town.close())

const away = [
  ['fast', 3_000],
  ['immediate', 3_000],
  ['killed', 1_000],
  ['immediate', 0],
] as const

test.each(away)(
  'PostgreSQL stopped (%s, %i ms) under requests: Busy meanwhile, back within 10 s, nothing half done',
  async (how, ms) => {
    const traffic = await openTraffic(town, () => node)
    await traffic.walked()
    const before = { ...traffic.counts }
    await town.postgres.stop(how)
    await pause(ms)
    if (ms > 0) {
      // Alive and not ready: a balancer keeps it, and sends nobody.
      expect((await fetch(`${node.origin}/healthz`)).status).toBe(200)
      expect((await fetch(`${node.origin}/readyz`)).status).toBe(503)
    }
    const restarted = performance.now()
    await town.postgres.start()
    const back = await traffic.answeredSince(restarted)
    expect(back).toBeLessThanOrEqual(10)
    await traffic.walked()
    await traffic.stop()
    expect(node.alive()).toBe(true)
    // One that is back at once may have been missed by nobody.
    if (ms > 0) expect(traffic.counts.BUSY).toBeGreaterThan(before.BUSY)
    // Nobody was told a fault of ours, and no line to a client broke.
    expect(traffic.counts.BROKEN).toBe(0)
    await town.expectLaws({ sealed: true })
    tell(`PostgreSQL ${how}, away ${ms} ms: first answer ${back.toFixed(1)} s after its start, ${told(traffic)}`)
  },
)

test('a line that goes dead without a word is cut after 15 s, and its requests told Busy: nobody waits for two in turn', async () => {
  const traffic = await openTraffic(town, () => node)
  await traffic.walked()
  const before = traffic.counts.BUSY
  town.line.pull()
  await traffic.walked()
  await traffic.stop()
  expect(traffic.counts.BUSY).toBeGreaterThan(before)
  expect(traffic.longestWait()).toBeLessThan(2 * 15)
  expect(traffic.counts.BROKEN).toBe(0)
  await town.expectLaws({ sealed: true })
  tell(`line dead: the longest wait was ${traffic.longestWait().toFixed(1)} s, ${told(traffic)}`)
})

const told = ({ counts, journeys }: Awaited<ReturnType<typeof openTraffic>>) =>
  `${journeys()} journeys, ${counts.ANSWERED} answers, ${counts.BUSY} Busy, ${counts.BROKEN} broken`
