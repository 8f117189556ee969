import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Program } from './support/program.ts'
import { openSmallDisk } from './support/small-disk.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'
import { openTraffic } from './support/traffic.ts'

let disk: ReturnType<typeof openSmallDisk>
let town: Town
let node: Program

beforeAll(async () => {
  disk = openSmallDisk(320)
  town = await openTown({ within: disk.dir })
  node = await town.node()
  await node.start()
})
afterAll(async () => {
  await town?.close()
  disk?.close()
})

test('a disk that is full under requests: Busy, nothing half done, and on again once there is room', async () => {
  const traffic = await openTraffic(town, () => node)
  await traffic.walked()
  const before = traffic.counts.BUSY
  // PostgreSQL writes into what it has already; it must need more.
  await town.postgres.run('town', 'CREATE TABLE hunger (words text); CHECKPOINT')
  disk.fill()
  const refused = await Promise.allSettled(
    Array.from({ length: 4 }, () =>
      town.postgres.run('town', `INSERT INTO hunger SELECT repeat(md5(n::text), 30) FROM generate_series(1, 40000) n`),
    ),
  )
  expect(refused.map(({ status }) => status)).toContain('rejected')
  for (let looks = 0; traffic.counts.BUSY - before < 20 && looks < 100; looks++) {
    disk.fill()
    await pause(100)
  }
  expect(traffic.counts.BUSY - before).toBeGreaterThanOrEqual(20)
  expect(node.alive()).toBe(true)
  const died = town.postgres.ended()
  disk.free()
  const freed = performance.now()
  // A journal that cannot be written ends PostgreSQL itself; whoever keeps it (systemd, our keeper) starts it again.
  if (town.postgres.ended()) await town.postgres.start()
  const back = await traffic.answeredSince(freed)
  await traffic.walked()
  await traffic.stop()
  expect(back).toBeLessThanOrEqual(10)
  expect(traffic.counts.BROKEN).toBe(0)
  await town.expectLaws({ sealed: true })
  const { counts } = traffic
  tell(
    `disk full (PostgreSQL ${died ? 'died of it' : 'lived'}): ${counts.BUSY} Busy, first answer ${back.toFixed(1)} s after there was room, ${traffic.journeys()} journeys, ${counts.BROKEN} broken`,
  )
})
