import type { World } from './world.ts'

/** Resolves once a statement waits for a lock. */
export async function somebodyWaits(w: World): Promise<void> {
  for (;;) {
    const [row] = await w.deps.db.$queryRaw<[{ waiting: bigint }]>`
      SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (row.waiting > 0n) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
