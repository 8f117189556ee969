import pg from 'pg'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readSeal, writeSeal } from '../../server/audit/chain.ts'
import { createSealer } from '../../server/audit/sealer.ts'
import { record } from '../../server/flows/parts/record.ts'
import { world } from '../support/world.ts'
import { asDatabaseOwner, sealedWorld, verify } from './chain-world.ts'

async function open(url: string | null): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url ?? '' })
  await client.connect()
  return client
}

test('what commits late is sealed late, and nothing is passed over', async () => {
  const { w, sealer } = await sealedWorld(3)
  const slow = await open(w.deps.settings.databaseUrl)
  await slow.query('BEGIN')
  await slow.query(`INSERT INTO "Event" (realm, at, kind) VALUES ('live', '2026-11-22T13:05:00Z', 'SIGNED_OUT')`)
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_IN', at: w.clock.now() }, null)
  expect(await sealer.runOnce()).toBe(1)
  await slow.query('COMMIT')
  await slow.end()
  expect(await sealer.runOnce()).toBe(1)
  const events = await w.deps.db.event.findMany({ orderBy: { number: 'asc' }, select: { kind: true } })
  expect(events.slice(3)).toEqual([{ kind: 'SIGNED_IN' }, { kind: 'SIGNED_OUT' }])
  expect(await verify(w)).toMatchObject({ fault: null, sealed: 5, waiting: 0 })
})

test('several nodes seal one chain while flows write to it', async () => {
  const w = await world()
  const nodes = [1, 2, 3].map(() => createSealer(w.deps))
  const writes = Array.from({ length: 60 }, (_, i) =>
    record(w.deps.db, { realm: 'live', kind: 'CODE_SENT', at: w.clock.now(), facts: { i } }, null),
  )
  await Promise.all([...writes, ...nodes.map((node) => node.runOnce()), ...nodes.map((node) => node.runOnce())])
  await nodes[0]?.runOnce()
  expect(await verify(w)).toMatchObject({ fault: null, sealed: 60, waiting: 0 })
})

test('a sealer that dies in the middle of its transaction leaves the chain and the turn as they were', async () => {
  const { w, sealer, accountId } = await sealedWorld(2)
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_OUT', at: w.clock.now(), accountId }, null)
  const dying = await open(w.deps.settings.databaseUrl)
  dying.on('error', () => {})
  const { rows } = await dying.query('SELECT pg_backend_pid() AS pid')
  await dying.query('BEGIN')
  await dying.query('SELECT pg_advisory_xact_lock(72707371)')
  await dying.query(`UPDATE "Event" SET number = 3, mac = '\\x00', "keyId" = 'k1' WHERE number IS NULL`)
  expect(await sealer.runOnce()).toBe(0)
  await w.deps.db.$queryRaw`SELECT pg_terminate_backend(${rows[0].pid}::int)`
  await expect.poll(() => sealer.runOnce()).toBe(1)
  expect(await verify(w)).toMatchObject({ fault: null, sealed: 3 })
})

test('an event is sealed within a second, without anybody waiting for it', async () => {
  const w = await world()
  const sealer = createSealer(w.deps)
  sealer.start()
  try {
    await new Promise((resolve) => setTimeout(resolve, 50))
    await record(w.deps.db, { realm: 'live', kind: 'SIGNED_IN', at: w.clock.now() }, null)
    expect(await w.deps.db.event.count({ where: { number: null } })).toBe(1)
    await expect.poll(() => w.deps.db.event.count({ where: { number: null } }), { timeout: 1000, interval: 50 }).toBe(0)
  } finally {
    await sealer.stop()
  }
})

test('each new seal is told to the log, and an end that was cut off is told with the next', async () => {
  const { w } = await sealedWorld(2)
  const lines: { msg: string; seal: string }[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const sealer = createSealer({ ...w.deps, log })
  const write = () => record(w.deps.db, { realm: 'live', kind: 'SIGNED_IN', at: w.clock.now() }, null)
  await write()
  await sealer.runOnce()
  const { newest } = await verify(w)
  expect(lines).toMatchObject([{ level: 30, msg: 'audit sealed', seal: writeSeal(newest) }])
  expect(readSeal(lines[0]?.seal ?? '')).toEqual(newest)
  await asDatabaseOwner(w, `DELETE FROM "Event" WHERE number = 3`)
  await createSealer(w.deps).runOnce()
  await write()
  await write()
  await createSealer(w.deps).runOnce()
  await write()
  await sealer.runOnce()
  expect(lines[1]).toMatchObject({ level: 50, msg: expect.stringContaining('tampered'), seal: writeSeal(newest) })
})
