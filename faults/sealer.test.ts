import { setTimeout as pause } from 'node:timers/promises'
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

/** Several batches for each death. */
const events = 12_000

test('two sealers, killed in the middle of a seal again and again: the chain is whole, no event twice and none left out', async () => {
  await town.postgres.run(
    'town',
    `INSERT INTO "Event" (realm, at, kind) SELECT 'live', now() - n * interval '1 ms', 'ACCOUNT_SHOWN' FROM generate_series(1, ${events}) n`,
  )
  const nodes = [await town.node(), await town.node()]
  const seals: number[] = []
  for (const when of ['before', 'after', 'before', 'after'] as const) {
    const before = (await newestSeal(town.deps.db)).number
    // A batch of each round may pass; the second dies as it is written, or written and not committed.
    let batches = 0
    const died = Promise.withResolvers<void>()
    town.line.watch(async (moment): Promise<'GO' | 'STOP'> => {
      if (moment.when !== when || !/UPDATE "Event"/.test(moment.sql) || ++batches !== 2) return 'GO'
      await Promise.all(nodes.map((node) => node.kill()))
      died.resolve()
      return 'STOP'
    })
    for (const node of nodes) node.begin()
    await died.promise
    town.line.watch(null)
    await town.untilAlone()
    const { fault, newest } = await verifyAudit(town.deps, [])
    expect(fault).toBeNull()
    // The batch that was committed, and nothing of the one in hand.
    expect(newest.number - before).toBe(500)
    seals.push(newest.number)
  }
  await Promise.all(nodes.map((node) => node.start()))
  while ((await newestSeal(town.deps.db)).number < events) await pause(50)
  await town.expectLaws({ sealed: true })
  expect(await verifyAudit(town.deps, [])).toMatchObject({ fault: null, sealed: events, waiting: 0 })
  tell(`sealers killed within a batch behind ${seals.join(', ')}: ${events} events in one whole chain`)
})
