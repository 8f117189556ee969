import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { needed } from './package.ts'
import type { Postgres } from './postgres.ts'

export interface LeapingClock {
  /** Hours that it stands beside the machine's. */
  hours(): number
  /** From now on every process of PostgreSQL reads this many hours beside the machine's clock. */
  set(hours: number): void
}

/** Starts this PostgreSQL again under a clock that can be set while it runs. */
export async function openLeapingClock(postgres: Postgres): Promise<LeapingClock> {
  const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const library = needed('libfaketime', [
    `/usr/lib/${architecture}-linux-gnu/faketime/libfaketimeMT.so.1`,
    '/usr/lib/faketime/libfaketimeMT.so.1',
  ])
  // Each of its processes reads this file anew at every look at the clock.
  const file = join(postgres.dir, 'faketime')
  let hours = 0
  const write = () => writeFileSync(file, `${hours >= 0 ? '+' : ''}${hours}h\n`, { mode: 0o644 })
  await postgres.stop('fast')
  write()
  await postgres.start({
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  })
  return {
    hours: () => hours,
    set(to) {
      hours = to
      write()
    },
  }
}
