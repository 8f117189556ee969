import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { brokenAudit, brokenLaws, laws } from '../../faults/invariants.ts'
import { breaches } from './breaches.ts'
import { eventfulTown } from './eventful-town.ts'

test('every law has a breach to be tried with, and a name of its own', () => {
  const names = laws.map(({ name }) => name)
  expect(names).toEqual(Object.keys(breaches))
  expect(names.length).toBeGreaterThan(40)
})

test('where every journey was walked all laws hold, and each tells of what breaks it', async () => {
  const { deps } = await eventfulTown()
  const client = new pg.Client({ connectionString: deps.settings.databaseUrl ?? '' })
  await client.connect()
  onTestFinished(() => client.end())
  expect(await brokenLaws(client, deps.keys)).toEqual([])
  for (const law of laws) {
    const { name } = law
    const breach = breaches[name] ?? ''
    await client.query('BEGIN')
    // A forger would switch them off too: no trigger and no foreign key stands in the way.
    await client.query('SET LOCAL session_replication_role = replica')
    const { rowCount } = await client.query(breach)
    expect(rowCount, `nothing to break « ${name} » with`).toBeGreaterThan(0)
    expect(await brokenLaws(client, deps.keys, [law]), `« ${name} » was broken and said nothing`).not.toEqual([])
    await client.query('ROLLBACK')
  }
  expect(await brokenLaws(client, deps.keys)).toEqual([])
  expect(await brokenAudit(deps)).toEqual([])
  await client.query('SET session_replication_role = replica')
  await client.query(`UPDATE "Event" SET kind = 'SIGNED_OUT' WHERE number = 3`)
  expect(await brokenAudit(deps)).toEqual(['the audit is whole: {"number":3,"reason":"EDITED"}'])
})
