import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newestSeal } from '../server/audit/seal.ts'
import { verifyAudit } from '../server/audit/verify.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const events = 3_000

test('two sealers, killed in the middle of a seal again and again: the chain is whole, no event twice and none left out', async () => {
  await town.postgres.run(
    'town',
    `INSERT INTO "Event" (realm, at, kind) SELECT 'live', now() - n * interval '1 ms', 'SIGN_IN_FAILED' FROM generate_series(1, ${events}) n`,
  )
  const nodes = [await town.node(), await town.node()]
  const holder = new pg.Client({ connectionString: town.postgres.url('town') })
  holder.on('error', () => {})
  await holder.connect()
  let killed = 0
  let sealed = 0
  for (let round = 0; round < 6 && sealed < events; round++) {
    // The sealer waits for this row in the middle of writing its batch: it is provably within.
    await holder.query('BEGIN')
    const { rows } = await holder.query(
      'SELECT id FROM "Event" WHERE number IS NULL ORDER BY ctid OFFSET 250 LIMIT 1 FOR UPDATE',
    )
    for (const node of nodes) if (!node.alive()) node.begin()
    if (rows.length > 0) {
      await untilSomebodyWaits(holder)
      for (const node of nodes) await node.kill()
      killed++
    }
    await holder.query('ROLLBACK')
    await town.untilAlone()
    sealed = (await newestSeal(town.deps.db)).number
    const { fault } = await verifyAudit(town.deps, [])
    expect(fault).toBeNull()
    // What was in hand is undone as a whole; one undisturbed turn, and the next death finds a chain to go on.
    await nodes[round % 2]?.start()
    while ((await newestSeal(town.deps.db)).number <= sealed) await pause(20)
    await nodes[round % 2]?.kill()
  }
  await Promise.all(nodes.map((node) => (node.alive() ? null : node.start())))
  await town.expectLaws({ sealed: true })
  const report = await verifyAudit(town.deps, [])
  expect(report).toMatchObject({ fault: null, sealed: events, waiting: 0 })
  await holder.end()
  expect(killed).toBeGreaterThan(1)
  tell(`sealers killed ${killed} times in the middle of a batch: ${report.sealed} events in one whole chain`)
})

async function untilSomebodyWaits(holder: pg.Client): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE "Event"%'`
  const deadline = performance.now() + 60_000
  while (!(await holder.query(waiting)).rowCount) {
    if (performance.now() > deadline) throw new Error('no sealer came to the held row')
    await pause(10)
  }
}
