import { expect, test } from 'vitest'
import { purgeAudit } from '../../server/audit/purge-audit.ts'
import { sealedWorld } from './chain-world.ts'

const refused = /append-only/

test.each([
  ['changes', `UPDATE "Event" SET kind = 'SIGNED_IN' WHERE number = 2`],
  ['seals anew', `UPDATE "Event" SET mac = '\\x00' WHERE number = 2`],
  ['unseals', `UPDATE "Event" SET number = NULL, mac = NULL WHERE number = 2`],
  ['changes before it is sealed', `UPDATE "Event" SET kind = 'SIGNED_IN' WHERE number IS NULL`],
  ['changes while it seals', `UPDATE "Event" SET kind = 'X', number = 9, mac = '\\x00' WHERE number IS NULL`],
  ['deletes', `DELETE FROM "Event" WHERE number = 2`],
  ['deletes before it is sealed', `DELETE FROM "Event" WHERE number IS NULL`],
  ['truncates', `TRUNCATE "Event" CASCADE`],
  ['rewrites a detail of', `UPDATE "EventDetail" SET words = '{}'`],
  ['truncates the details of', `TRUNCATE "EventDetail"`],
])('the database refuses whoever %s an event', async (_how, statement) => {
  const { w } = await sealedWorld(3)
  await w.deps.db.event.create({
    data: { realm: 'live', at: w.clock.now(), kind: 'SIGNED_OUT', detail: { create: { words: { a: 'b' } } } },
  })
  await expect(w.deps.db.$executeRawUnsafe(statement)).rejects.toThrow(refused)
})

test('only what an anchor stands for is deleted, and the newest anchor stays as it is', async () => {
  const { w } = await sealedWorld(3)
  const [third] = await w.deps.db.event.findMany({ where: { number: 3 } })
  expect(await purgeAudit(w.deps, third?.at ?? new Date(0), w.clock.now())).toBe(2)
  expect(await w.deps.db.event.count()).toBe(1)
  for (const statement of [
    `DELETE FROM "Event" WHERE number = 3`,
    `DELETE FROM "AuditAnchor"`,
    `UPDATE "AuditAnchor" SET mac = '\\x00'`,
    `TRUNCATE "AuditAnchor"`,
  ]) {
    await expect(w.deps.db.$executeRawUnsafe(statement)).rejects.toThrow(refused)
  }
})
