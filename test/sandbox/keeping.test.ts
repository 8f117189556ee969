import { expect, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { emptyRealm } from '../../server/sandbox/empty-realm.ts'
import { issuedPassword } from '../../server/sandbox/people.ts'
import { createSandboxPost } from '../../server/sandbox/post-loop.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { openSandbox, password, sandboxWorld } from './support.ts'

const email = 'odette@orange.example'

test('the clock goes on, never back, and 400 days at most', async () => {
  const { api, forward, reset } = await sandboxWorld()
  const malformed = { __typename: 'InputRefused', fields: [{ field: 'seconds', reason: 'MALFORMED' }] }
  expect([await forward(0), await forward(-60)]).toEqual([malformed, malformed])
  const far = { __typename: 'InputRefused', fields: [{ field: 'seconds', reason: 'TOO_LONG' }] }
  expect(await forward(2 ** 31 - 1)).toEqual(far)
  expect(await forward(400 * 86_400)).toMatchObject({ now: '2027-12-27T13:05:00.000Z', aheadSeconds: 400 * 86_400 })
  expect(await forward(1)).toEqual(far)
  await reset()
  expect((await api('{ sandbox { now aheadSeconds } }')).sandbox).toEqual({
    now: '2026-11-22T13:05:00.000Z',
    aheadSeconds: 0,
  })
})

test('after a reset everybody is as before: handles and tokens are unknown, the mailbox is empty', async () => {
  const { w, step, start, code, mails, reset, api } = await sandboxWorld()
  const { handle } = await start('900001')
  await step.chooseEmail(handle, email, true)
  await step.verify(handle, await code('900001'))
  const { token } = await step.setPassword(handle, password)
  const again = await start('900012')
  expect(await reset()).toEqual({ __typename: 'SandboxReset' })
  expect(await api('{ me { email } }', {}, { token })).toEqual({ me: null })
  expect(await step.flow(again.handle)).toMatchObject({ reason: 'UNKNOWN' })
  expect(await mails('900001')).toEqual([])
  expect(await start('900001')).toMatchObject({ __typename: 'MigrationStarted' })
  // What happened stays in the audit, as everything that happens does.
  expect(await w.deps.db.event.count({ where: { realm: 'test:lumen', kind: 'ACCOUNT_MIGRATED' } })).toBe(1)
})

test('after a reset an Idempotency-Key of before is a new one, in this sandbox alone; the reset’s own is not', async () => {
  const { w, api } = await sandboxWorld()
  const { secret } = await newPartner(w.deps, 'autre')
  const repeat = 'the-first-migration-of-a-run'
  const input = { identifier: '900001', password: issuedPassword }
  const document = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename
    ... on MigrationStarted { handle } ... on Refusal { message } } }`
  const start = async (options: object = {}) => (await api(document, { input }, { repeat, ...options })).signIn
  const [first, others] = [await start(), await start({ key: secret })]
  expect(await start()).toEqual(first)
  const reset = () => api('mutation { resetSandbox { __typename } }', {}, { repeat: 'the-reset-of-a-run-of-tests' })
  await reset()
  const anew = await start()
  expect(anew).toMatchObject({ __typename: 'MigrationStarted' })
  expect(anew.handle).not.toBe(first.handle)
  expect(await start({ key: secret })).toEqual(others)
  // Sent again by a nervous client, it does not undo what was begun since.
  await reset()
  expect(await start()).toEqual(anew)
  expect(await w.deps.db.keptAnswer.groupBy({ by: 'realm', _count: true, orderBy: { realm: 'asc' } })).toEqual([
    { realm: 'test:autre', _count: 1 },
    { realm: 'test:lumen', _count: 2 },
  ])
})

test('how long a sandbox is kept is a setting', async () => {
  const { w, start } = await sandboxWorld()
  w.deps.settings = { ...w.deps.settings, retention: { ...w.deps.settings.retention, sandboxRestDays: 5 } }
  await start('900001')
  w.clock.forward({ hours: 24 * 5 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.sandbox.count()).toBe(1)
  w.clock.forward({ seconds: 1 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.sandbox.count()).toBe(0)
  expect(await w.deps.db.account.count({ where: { realm: 'test:lumen' } })).toBe(0)
})

test('four at once make one sandbox, and a reset in between is at worst Busy to them', async () => {
  const { w, start, reset } = await sandboxWorld()
  const all = [...Array.from({ length: 4 }, () => start('900002')), reset(), reset()]
  const answers = (await Promise.allSettled(all)).map((one) =>
    one.status === 'fulfilled' ? one.value.__typename : /"code":"(\w+)"/.exec(String(one.reason))?.[1],
  )
  const fine = ['MigrationStarted', 'SandboxReset', 'SignInRefused', 'Busy', 'BUSY']
  expect(answers.filter((name) => !fine.includes(name))).toEqual([])
  expect(await w.deps.db.sandbox.count()).toBe(1)
  expect(await w.deps.db.account.count({ where: { realm: 'test:lumen', identifier: '900002' } })).toBe(1)
  expect(await start('900002')).toMatchObject({ __typename: 'MigrationStarted' })
})

test('a lock that a day has lifted stands again after an hour of rest', async () => {
  const { w, start } = await sandboxWorld()
  expect(await start('900031')).toMatchObject({ __typename: 'TooManyTries' })
  w.clock.forward({ hours: 30 })
  expect(await start('900031')).toMatchObject({ __typename: 'TooManyTries' })
})

test('a partner that serves another agency now finds its sandbox there, and none serves nobody', async () => {
  const { w, start, partner } = await sandboxWorld()
  await start('900001')
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  const parc = await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  const serve = (agencyIds: string[]) =>
    w.deps.db.partner.update({
      where: { id: partner.id },
      data: { agencyIds, keys: { updateMany: { where: {}, data: { agencyIds } } } },
    })
  await serve([parc.id])
  expect(await start('900001')).toMatchObject({ __typename: 'MigrationStarted' })
  await serve([])
  expect(await start('900001')).toMatchObject({ __typename: 'SignInRefused' })
})

test('a sandbox that nobody used for thirty days goes, and nobody else with it', async () => {
  const { w, letter, start, partner } = await sandboxWorld()
  const { secret } = await newPartner(w.deps, 'autre')
  await start('900001')
  w.clock.forward({ hours: 24 * 20 })
  await openSandbox(w, secret).start('900001')
  w.clock.forward({ hours: 24 * 10, seconds: 1 })
  await createPurger(w.deps).runOnce()
  const realms = async () =>
    (await w.deps.db.account.groupBy({ by: 'realm', orderBy: { realm: 'asc' } })).map(({ realm }) => realm)
  expect(await realms()).toEqual(['live', 'test:autre'])
  expect(await w.deps.db.sandbox.findMany({ select: { realm: true } })).toEqual([{ realm: 'test:autre' }])
  expect(await steps(w).start(letter)).toMatchObject({ __typename: 'MigrationStarted' })
  expect(await start('900001'), partner.key).toMatchObject({ __typename: 'MigrationStarted' })
  await expect(w.deps.db.$transaction((tx) => emptyRealm(tx, 'live'))).rejects.toThrow('live is no sandbox')
})

test('what a sandbox does in years to come keeps no old event of the real world', async () => {
  const { w, letter, start, forward } = await sandboxWorld()
  const sealer = createSealer(w.deps)
  await migrate(w, letter, email, password)
  await sealer.runOnce()
  await start('900001')
  await forward(399 * 86_400)
  await start('900001')
  await sealer.runOnce()
  await steps(w).signIn(letter, password)
  await sealer.runOnce()
  w.clock.forward({ hours: 24 * 370 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.event.count({ where: { realm: 'live', kind: 'ACCOUNT_MIGRATED' } })).toBe(0)
  expect(await w.deps.db.event.count({ where: { realm: 'live', kind: 'SIGNED_IN' } })).toBe(0)
})

test('mail that falls due while nobody asks anything is settled all the same', async () => {
  const { w, start, step } = await sandboxWorld()
  const { handle } = await start('900023')
  await step.chooseEmail(handle, email, true)
  const state = async () => (await w.deps.db.message.findFirstOrThrow({ where: { realm: 'test:lumen' } })).state
  expect(await state()).toBe('QUEUED')
  w.clock.forward({ seconds: 60 })
  const post = createSandboxPost(w.deps)
  post.start()
  await expect.poll(state).toBe('SENT')
  await post.stop()
})

test('people are made once, and not while every place to hash is taken', async () => {
  const { w, start } = await sandboxWorld()
  w.hasher.full = true
  await expect(start('900001')).rejects.toThrow('BUSY')
  expect(await w.deps.db.sandbox.count()).toBe(0)
  w.hasher.full = false
  expect(await start('900001')).toMatchObject({ __typename: 'MigrationStarted' })
})

test('codes that were sent in years to come spend nothing of the key after a reset', async () => {
  const { w, start, step, forward, reset } = await sandboxWorld()
  w.deps.settings = { ...w.deps.settings, rules: { ...w.deps.settings.rules, keySends: { max: 1, minutes: 60 } } }
  const send = async () => {
    const begun = await start('900001')
    return (await step.chooseEmail(begun.handle, email, true)).__typename
  }
  await forward(30 * 86_400)
  expect([await send(), await reset()]).toEqual(['CodeSent', { __typename: 'SandboxReset' }])
  w.clock.forward({ hours: 2 })
  expect(await send()).toBe('CodeSent')
})
