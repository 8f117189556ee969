import pg from 'pg'
import { expect, test } from 'vitest'
import { monthsBefore } from '../../server/domain/retention.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { readSettings } from '../../server/settings.ts'
import { email, openOwner, password } from '../staff/support.ts'
import { steps } from '../support/steps.ts'
import { browser, world } from '../support/world.ts'

test('a code that may still leave keeps its journey', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const step = steps(w)
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  await step.cancel(handle)
  await w.deps.db.flow.updateMany({ data: { endedAt: new Date('2026-11-20T00:00:00Z') } })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.flow.count()).toBe(1)
  w.clock.forward({ hours: 5 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.flow.count()).toBe(0)
  // What is left of the message is dropped as too late, not sent and not stumbled over.
  await w.deliver()
  expect(w.mails).toEqual([])
  expect(await w.deps.db.message.findMany()).toMatchObject([{ state: 'ABANDONED', codeId: null }])
})

test('more than one batch goes in one run', async () => {
  const w = await world()
  const [{ accountId }] = await w.people.owner()
  const long = new Date('2025-01-01T00:00:00Z')
  const instants = { createdAt: long, lastUsedAt: long, expiresAt: long }
  await w.deps.db.session.createMany({
    data: Array.from({ length: 1234 }, (_, i) => ({
      ...{ realm: 'live', accountId, tokenHash: new Uint8Array(Buffer.from(`token ${i}`)) },
      ...instants,
    })),
  })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.session.count()).toBe(0)
})

test('a row that a flow holds is left for later: the purge waits for nobody, and nobody for it', async () => {
  const w = await world()
  await openOwner(w, ['A100'])
  w.clock.forward({ hours: 24 * 40 })
  const flow = new pg.Client({ connectionString: w.deps.settings.databaseUrl ?? '' })
  await flow.connect()
  await flow.query('BEGIN')
  await flow.query('SELECT 1 FROM "Session" FOR UPDATE')
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.session.count()).toBe(1)
  expect(await w.deps.db.flow.count()).toBe(0)
  await flow.query('COMMIT')
  await flow.end()
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.session.count()).toBe(0)
})

test('nodes that purge at once let each thing go once, and what is counted meanwhile stays', async () => {
  const w = await world()
  const step = steps(w)
  await w.people.owner({ identifiers: ['A100', 'A200'] })
  await step.signIn({ identifier: 'A100' }, 'wrong')
  w.clock.forward({ hours: 24 * 40 })
  const nodes = [1, 2, 3].map(() => createPurger(w.deps).runOnce())
  await Promise.all([
    ...nodes,
    step.signIn({ identifier: 'A100' }, 'wrong'),
    step.signIn({ identifier: 'A200' }, 'wrong'),
  ])
  await createPurger(w.deps).runOnce()
  const kept = await w.deps.db.counter.findMany()
  expect(kept).toHaveLength(4)
  expect(kept.flatMap(({ at }) => at)).toEqual([1, 2, 3, 4].map(() => w.clock.now()))
})

test('an operator’s own figures are the ones kept to', async () => {
  const w = await world()
  await openOwner(w, ['A100'])
  w.deps.settings.retention = { ...w.deps.settings.retention, endedSessionDays: 2 }
  w.clock.forward({ hours: 12 + 49 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.session.count()).toBe(0)
})

test('twelve months before is the same day of the year before, or the month’s last', () => {
  const iso = (text: string, months: number) => monthsBefore(new Date(text), months).toISOString()
  expect(iso('2026-11-22T13:05:00Z', 12)).toBe('2025-11-22T13:05:00.000Z')
  expect(iso('2028-02-29T00:00:00Z', 12)).toBe('2027-02-28T00:00:00.000Z')
  expect(iso('2026-03-31T00:00:00Z', 1)).toBe('2026-02-28T00:00:00.000Z')
})

test('retention is set in JSON, by the names of its figures alone, and never to nothing', () => {
  const refusalOf = (json: string) => {
    try {
      readSettings({ CONNEXION_RETENTION: json, PORT: 'none' })
    } catch (error) {
      return String(error)
    }
    return ''
  }
  expect(refusalOf('{"auditMonths":24}')).not.toContain('CONNEXION_RETENTION')
  expect(refusalOf('{"auditMonths":0}')).toContain('CONNEXION_RETENTION.auditMonths must be a whole number from 1')
  expect(refusalOf('{"auditYears":1}')).toContain('CONNEXION_RETENTION')
})

test('a known device goes at its end, and not a moment before', async () => {
  const w = await world()
  const { letter } = await openOwner(w)
  const known = browser()
  await steps(w, { device: known }).signIn(letter, password)
  const held = known.held
  expect(held).not.toBeNull()
  const count = async () => {
    await createPurger(w.deps).runOnce()
    return w.deps.db.device.count()
  }
  w.clock.forward({ hours: 180 * 24 })
  expect(await count()).toBe(1)
  w.clock.forward({ ms: 1 })
  expect(await count()).toBe(0)
})

test('what the brake and the alarm look at goes once its hour is over', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, email)
  const right = await w.codeSentTo(email)
  await step.verify(handle, right === '00000000' ? '11111111' : '00000000')
  const count = async () => {
    await createPurger(w.deps).runOnce()
    return w.deps.db.tally.count()
  }
  expect(await w.deps.db.tally.findMany()).toMatchObject([{ kind: 'CODE_FAILED', n: 1 }])
  expect(await count()).toBe(1)
  w.clock.forward({ minutes: w.deps.settings.rules.brakeFailedCodes.minutes })
  expect(await count()).toBe(1)
  w.clock.forward({ hours: 48 })
  expect(await count()).toBe(0)
})
