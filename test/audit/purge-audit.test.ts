import { pino } from 'pino'
import { expect, test } from 'vitest'
import { purgeAudit } from '../../server/audit/purge-audit.ts'
import { createSealer } from '../../server/audit/sealer.ts'
import { record } from '../../server/flows/parts/record.ts'
import type { World } from '../support/world.ts'
import { asDatabaseOwner, rings, sealedWorld, verify } from './chain-world.ts'

const instantOf = async (w: World, number: number) =>
  (await w.deps.db.event.findUniqueOrThrow({ where: { number } })).at

test('a purge leaves a signed anchor, and the chain verifies from there on', async () => {
  const { w, sealer, accountId } = await sealedWorld(5)
  const { newest } = await verify(w)
  expect(await purgeAudit(w.deps, await instantOf(w, 3), w.clock.now())).toBe(2)
  expect(await verify(w)).toMatchObject({ fault: null, first: 3, sealed: 3, newest: { number: 5 } })
  expect(await purgeAudit(w.deps, w.clock.now(), w.clock.now())).toBe(3)
  expect(await w.deps.db.auditAnchor.findMany()).toMatchObject([{ number: 5n, keyId: 'k1' }])
  expect(await verify(w, w.deps.keys, [newest])).toMatchObject({ fault: null, first: 6, sealed: 0, compared: 1 })
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_IN', at: w.clock.now(), accountId }, null)
  await sealer.runOnce()
  expect(await verify(w)).toMatchObject({ fault: null, first: 6, sealed: 1, newest: { number: 6 } })
})

test('an anchor that we did not sign, or that was moved, shows with its number', async () => {
  const forge = `INSERT INTO "AuditAnchor" SELECT number, mac, now(), 'k1', '\\x00' FROM "Event" WHERE number = 3`
  const clear = `DELETE FROM "Event" WHERE number <= 3`
  const forged = await sealedWorld(5)
  for (const statement of [forge, clear]) await forged.w.deps.db.$executeRawUnsafe(statement)
  expect((await verify(forged.w)).fault).toEqual({ number: 3, reason: 'ANCHOR' })
  const moved = await sealedWorld(5)
  await purgeAudit(moved.w.deps, await instantOf(moved.w, 3), moved.w.clock.now())
  const { mac } = await moved.w.deps.db.event.findUniqueOrThrow({ where: { number: 4 } })
  const hex = Buffer.from(mac ?? []).toString('hex')
  await asDatabaseOwner(
    moved.w,
    `UPDATE "AuditAnchor" SET number = 4, mac = '\\x${hex}'`,
    `DELETE FROM "Event" WHERE number <= 4`,
  )
  expect((await verify(moved.w)).fault).toEqual({ number: 4, reason: 'ANCHOR' })
})

test('an anchor taken away shows as the events that are gone', async () => {
  const { w } = await sealedWorld(5)
  await purgeAudit(w.deps, await instantOf(w, 3), w.clock.now())
  await asDatabaseOwner(w, `DELETE FROM "AuditAnchor"`)
  expect((await verify(w)).fault).toEqual({ number: 1, reason: 'MISSING' })
})

test('a purge carries no forgery away: it stops before it and tells', async () => {
  const { w } = await sealedWorld(5)
  await asDatabaseOwner(w, `UPDATE "Event" SET kind = 'SIGNED_IN' WHERE number = 3`)
  const lines: object[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  expect(await purgeAudit({ ...w.deps, log }, w.clock.now(), w.clock.now())).toBe(2)
  expect(await purgeAudit({ ...w.deps, log }, w.clock.now(), w.clock.now())).toBe(0)
  expect(lines[0]).toMatchObject({ level: 50, number: 3, reason: 'EDITED' })
  expect((await verify(w)).fault).toEqual({ number: 3, reason: 'EDITED' })
})

test('after a purge the old key may go once a new one has signed and sealed everything left', async () => {
  const { w, accountId } = await sealedWorld(3)
  w.deps.keys = rings.new
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_IN', at: w.clock.now(), accountId }, null)
  await createSealer(w.deps).runOnce()
  expect(await purgeAudit(w.deps, await instantOf(w, 4), w.clock.now())).toBe(3)
  expect(await verify(w, rings.without)).toMatchObject({ fault: null, first: 4, sealed: 1 })
})

test('the chain is whole while a purge and several nodes work on it at once', async () => {
  const { w, sealer } = await sealedWorld(40)
  const other = createSealer(w.deps)
  const writes = Array.from({ length: 40 }, () =>
    record(w.deps.db, { realm: 'live', kind: 'SIGNED_IN', at: w.clock.now() }, null),
  )
  const before = await instantOf(w, 31)
  await Promise.all([
    ...writes,
    sealer.runOnce(),
    other.runOnce(),
    purgeAudit(w.deps, before, w.clock.now()),
    verify(w),
  ])
  await purgeAudit(w.deps, before, w.clock.now())
  await sealer.runOnce()
  expect(await verify(w)).toMatchObject({ fault: null, first: 31, sealed: 50, waiting: 0 })
})
