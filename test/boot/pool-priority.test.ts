import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { createHasher } from '../../server/hasher.ts'
import { yieldPool } from '../../server/pool-priority.ts'
import { systemRandom } from '../../server/random.ts'

test('the threads that hash yield to everything else of the program', async () => {
  await createHasher({ memoryKiB: 19_456, passes: 2, lanes: 1 }, systemRandom, 4)
  const before = getPriority()
  // Elsewhere a thread has no niceness of its own.
  if (process.platform !== 'linux') return void expect(yieldPool()).toBe(0)
  expect(yieldPool()).toBeGreaterThanOrEqual(4)
  const threads = readdirSync('/proc/self/task').map((thread) => ({
    name: readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim(),
    niceness: getPriority(Number(thread)),
  }))
  const pool = threads.filter(({ name }) => name === 'libuv-worker')
  expect(pool.every(({ niceness }) => niceness > before)).toBe(true)
  expect(getPriority()).toBe(before)
})
