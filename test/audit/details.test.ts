import { expect, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { record } from '../../server/flows/parts/record.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { showAccount } from '../../server/staff/show-account.ts'
import { ask, email, openOwner, password } from '../staff/support.ts'
import { world } from '../support/world.ts'
import { asDatabaseOwner, verify } from './chain-world.ts'

/** An owner whose address changed and whose account the service looked at and closed. */
async function worldWithDetails() {
  const w = await world()
  const { step, letter, token } = await openOwner(w, ['A100'])
  const { handle } = await step.changeEmail(token, 'odette@free.example', password)
  await step.verify(handle, await w.codeSentTo('odette@free.example'))
  w.clock.forward({ seconds: 1 })
  await showAccount(w.deps, ask('A100'))
  w.clock.forward({ seconds: 1 })
  await closeAccount(w.deps, { ...ask('A100'), cause: 'SALE' })
  await createSealer(w.deps).runOnce()
  return { w, letter }
}

test('who changed to which address and why the service acted stands beside the event, and is sealed with it', async () => {
  const { w } = await worldWithDetails()
  const details = await w.deps.db.eventDetail.findMany({
    select: { words: true, event: { select: { kind: true } } },
    orderBy: { event: { number: 'asc' } },
  })
  expect(details).toEqual([
    { event: { kind: 'EMAIL_CHANGED' }, words: { from: email, to: 'odette@free.example' } },
    { event: { kind: 'ACCOUNT_SHOWN' }, words: { reason: 'appel du 22 novembre' } },
    { event: { kind: 'STAFF_ACTION_DONE' }, words: { reason: 'appel du 22 novembre' } },
  ])
  expect((await verify(w)).fault).toBeNull()
  const events = JSON.stringify(await w.deps.db.event.findMany({ select: { facts: true, kind: true } }))
  expect(events).not.toMatch(/@|appel/)
})

test.each([
  ['edited', `UPDATE "EventDetail" SET words = '{"from":"a@b.example","to":"c@d.example"}'`],
  ['salted anew', `UPDATE "EventDetail" SET salt = gen_random_uuid()`],
  ['taken away', `DELETE FROM "EventDetail"`],
])('a detail %s shows with the number of its event', async (_how, statement) => {
  const { w } = await worldWithDetails()
  const changed = await w.deps.db.event.findFirstOrThrow({ where: { kind: 'EMAIL_CHANGED' } })
  await asDatabaseOwner(w, `${statement} WHERE "eventId" = '${changed.id}'`)
  expect((await verify(w)).fault).toEqual({ number: Number(changed.number), reason: 'DETAIL' })
})

test('a detail put beside an event that had none shows with its number', async () => {
  const { w } = await worldWithDetails()
  const bare = await w.deps.db.event.findFirstOrThrow({ where: { kind: 'CODE_SENT' } })
  await w.deps.db.eventDetail.create({ data: { eventId: bare.id, words: { reason: 'ajouté' } } })
  expect((await verify(w)).fault).toEqual({ number: Number(bare.number), reason: 'DETAIL' })
})

test('details erased with their owner leave the chain whole, and are counted', async () => {
  const { w, letter } = await worldWithDetails()
  const { accountId } = letter
  await w.deps.db.eventDetail.deleteMany({ where: { event: { accountId } } })
  await record(w.deps.db, { realm: 'live', kind: 'OWNER_ERASED', at: w.clock.now(), accountId }, null)
  await createSealer(w.deps).runOnce()
  expect(await verify(w)).toMatchObject({ fault: null, erased: 3 })
})
