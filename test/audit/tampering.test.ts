import { expect, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { record } from '../../server/flows/parts/record.ts'
import { asDatabaseOwner, rings, sealedWorld, verify } from './chain-world.ts'

test('an audit that nobody touched is whole', async () => {
  const { w } = await sealedWorld()
  expect(await verify(w)).toMatchObject({ fault: null, sealed: 5, first: 1, newest: { number: 5 }, waiting: 0 })
})

test.each([
  ['an edited kind', `UPDATE "Event" SET kind = 'SIGNED_IN' WHERE number = 3`],
  ['an edited instant', `UPDATE "Event" SET at = at + interval '1 ms' WHERE number = 3`],
  ['edited facts', `UPDATE "Event" SET facts = '{"try": 7}' WHERE number = 3`],
  ['another account', `UPDATE "Event" SET "accountId" = gen_random_uuid() WHERE number = 3`],
  ['another flow', `UPDATE "Event" SET "flowId" = gen_random_uuid() WHERE number = 3`],
  ['another realm', `UPDATE "Event" SET realm = 'test:other' WHERE number = 3`],
  ['another id', `UPDATE "Event" SET id = gen_random_uuid() WHERE number = 3`],
  ['a detail’s digest taken off', `UPDATE "Event" SET "detailDigest" = '\\x00' WHERE number = 3`],
])('%s shows with the number of its event', async (_what, statement) => {
  const { w } = await sealedWorld()
  await asDatabaseOwner(w, statement)
  expect((await verify(w)).fault).toEqual({ number: 3, reason: 'EDITED' })
})

test.each([
  ['the first', 1],
  ['one in the middle', 3],
])('%s event deleted shows with its number', async (_which, number) => {
  const { w } = await sealedWorld()
  await asDatabaseOwner(w, `DELETE FROM "Event" WHERE number = ${number}`)
  expect((await verify(w)).fault).toEqual({ number, reason: 'MISSING' })
})

test('the last events deleted show against the seal kept outside, and only against it', async () => {
  const { w } = await sealedWorld()
  const { newest } = await verify(w)
  await asDatabaseOwner(w, `DELETE FROM "Event" WHERE number > 3`)
  expect((await verify(w)).fault).toBeNull()
  expect((await verify(w, w.deps.keys, [newest])).fault).toEqual({ number: 4, reason: 'MISSING' })
})

test('the last events deleted and others sealed in their place by a new process show against the seal kept outside', async () => {
  const { w, accountId } = await sealedWorld()
  const { newest } = await verify(w)
  await asDatabaseOwner(w, `DELETE FROM "Event" WHERE number = 5`)
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_OUT', at: w.clock.now(), accountId }, null)
  await createSealer(w.deps).runOnce()
  expect((await verify(w)).fault).toBeNull()
  expect((await verify(w, w.deps.keys, [newest])).fault).toEqual({ number: 5, reason: 'OTHER' })
})

test('a process that runs on leaves the hole of a cut end open for ever', async () => {
  const { w, accountId, sealer } = await sealedWorld()
  await asDatabaseOwner(w, `DELETE FROM "Event" WHERE number > 3`)
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_OUT', at: w.clock.now(), accountId }, null)
  await sealer.runOnce()
  expect((await verify(w)).fault).toEqual({ number: 4, reason: 'MISSING' })
})

test('events in each other’s place show with the number of the first', async () => {
  const { w } = await sealedWorld()
  const move = (from: number, to: number) => `UPDATE "Event" SET number = ${to} WHERE number = ${from}`
  await asDatabaseOwner(w, move(2, 99), move(4, 2), move(99, 4))
  expect((await verify(w)).fault).toEqual({ number: 2, reason: 'EDITED' })
})

test('an event put in shows with its number, wherever it is put', async () => {
  const columns = `(realm, at, kind, number, mac, "keyId")`
  const forged = (number: number) =>
    `INSERT INTO "Event" ${columns} VALUES ('live', now(), 'SIGNED_IN', ${number}, '\\x${'ab'.repeat(32)}', 'k1')`
  const end = await sealedWorld()
  await asDatabaseOwner(end.w, forged(6))
  expect((await verify(end.w)).fault).toEqual({ number: 6, reason: 'EDITED' })
  const middle = await sealedWorld()
  const later = `UPDATE "Event" SET number = number + 100 WHERE number >= 3`
  const back = `UPDATE "Event" SET number = number - 99 WHERE number > 100`
  await asDatabaseOwner(middle.w, later, back, forged(3))
  expect((await verify(middle.w)).fault).toEqual({ number: 3, reason: 'EDITED' })
})

test('a seal made anew without our key is none, whatever key it names', async () => {
  const { w } = await sealedWorld()
  await asDatabaseOwner(w, `UPDATE "Event" SET "keyId" = 'k2' WHERE number = 2`)
  expect((await verify(w)).fault).toEqual({ number: 2, reason: 'KEY' })
  expect((await verify(w, rings.new)).fault).toEqual({ number: 2, reason: 'EDITED' })
})

test('the chain goes on under a new key, and verifies while the old one is kept', async () => {
  const { w, accountId, sealer } = await sealedWorld()
  w.deps.keys = rings.new
  await record(w.deps.db, { realm: 'live', kind: 'SIGNED_OUT', at: w.clock.now(), accountId }, null)
  await createSealer(w.deps).runOnce()
  expect(await sealer.runOnce()).toBe(0)
  const keyIds = await w.deps.db.event.findMany({ orderBy: { number: 'asc' }, select: { keyId: true } })
  expect(keyIds.map(({ keyId }) => keyId)).toEqual(['k1', 'k1', 'k1', 'k1', 'k1', 'k2'])
  expect(await verify(w, rings.new)).toMatchObject({ fault: null, sealed: 6 })
  expect((await verify(w, rings.without)).fault).toEqual({ number: 1, reason: 'KEY' })
})
