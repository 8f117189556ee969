import { expect, test } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import { countTries, readTries } from '../../server/flows/parts/count.ts'
import { counters } from '../../server/flows/parts/counters.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

test('instants survive a PostgreSQL set to Europe/Paris, in the hour that March skips too', async () => {
  const w = await world()
  const url = w.deps.settings.databaseUrl ?? ''
  await w.deps.db.$executeRawUnsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone = 'Europe/Paris'`)
  // A new client: the setting holds for new sessions.
  const db = connect(url, 2)
  const deps = { ...w.deps, db }
  const skipped = new Date('2027-03-28T02:30:00.000Z')
  const counter = counters.wrongCodes('live', '4d3c2b1a-0000-4000-8000-000000000000', deps.settings.rules)
  await countTries(db, deps, [counter], skipped)
  expect(await readTries(db, deps, counter)).toEqual([skipped])
  const event = await db.event.create({ data: { realm: 'live', at: skipped, kind: 'SIGNED_IN' } })
  expect(event.at).toEqual(skipped)
  const [row] = await db.$queryRaw<[{ ms: number }]>`
    SELECT (extract(epoch FROM at) * 1000)::float8 AS ms FROM "Event" WHERE id = ${event.id}::uuid`
  expect(row.ms).toBe(skipped.getTime())
  await db.$disconnect()
})

test('a flow begun in the night of the change of hour lives its twenty-four hours', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  w.clock.forward({ hours: (Date.parse('2027-03-28T02:05:00Z') - w.clock.now().getTime()) / 3_600_000 })
  const step = steps(w)
  const { handle, flow } = await step.start(letter)
  expect(flow.expiresAt).toBe('2027-03-29T02:05:00.000Z')
  await step.chooseEmail(handle, 'marie@orange.example')
  const code = await w.codeSentTo('marie@orange.example')
  expect((await step.flow(handle)).codeValidUntil).toBe('2027-03-28T02:35:00.000Z')
  w.clock.forward({ minutes: 30 })
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
})
