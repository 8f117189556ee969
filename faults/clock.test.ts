import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrateWhole } from './support/journeys.ts'
import { type LeapingClock, openLeapingClock } from './support/leaping-clock.ts'
import { meet } from './support/person.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'

let town: Town
let nodes: [Program, Program]
let asked: Program
/** A busy machine may say Busy: it is not what is tried here. */
const patient = { begin: () => {}, note: () => {} }
let clock: LeapingClock

/** Sets PostgreSQL's clock, and waits until both nodes have seen it. */
async function leap(to: number): Promise<void> {
  const before = nodes.map((node) => node.log().split('clock leapt').length)
  clock.set(to)
  await vi.waitFor(
    () => expect(nodes.map((node) => node.log().split('clock leapt').length)).toEqual(before.map((n) => n + 1)),
    { timeout: 60_000, interval: 100 },
  )
}

beforeAll(async () => {
  town = await openTown()
  clock = await openLeapingClock(town.postgres)
  nodes = [await town.node(), await town.node()]
  await Promise.all(nodes.map((node) => node.start()))
  asked = nodes[0]
})
afterAll(() => town.close())

async function databaseHours(): Promise<number> {
  const { rows } = await town.postgres.run('town', 'SELECT extract(epoch FROM clock_timestamp())::float8 AS s')
  return Math.round((rows[0].s - Date.now() / 1000) / 3600)
}

test('two hours forward: sessions and resets are over, a first connection goes on, and a mail on its way is sent once', async () => {
  const owner = await meet(town, () => asked, patient)
  await migrateWhole(owner)
  const resetting = await meet(town, () => asked, patient)
  await migrateWhole(resetting)
  await resetting.requestReset()
  const newcomer = await meet(town, () => asked, patient)
  await newcomer.startMigration()

  const onItsWay = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<null>()
  town.weather((moment, to) => {
    if (moment !== 'END' || to !== newcomer.email) return null
    onItsWay.resolve()
    return answer.promise
  })
  await newcomer.chooseEmail()
  await onItsWay.promise
  await leap(2)
  expect(await databaseHours()).toBe(2)
  expect(await owner.me()).toBeNull()
  expect((await owner.signIn()).__typename).toBe('SignedIn')
  expect(await resetting.stand()).toBe('EXPIRED')
  // By the new clock its courier keeps it for longer than a lease and the quiet behind a leap, while both nodes look.
  const keptUntil = async () => (await mailTo(newcomer.email)).leasedUntil?.getTime() ?? 0
  const first = await keptUntil()
  await vi.waitFor(async () => expect((await keptUntil()) - first).toBeGreaterThan(25_000), {
    timeout: 120_000,
    interval: 500,
  })
  expect((await mailTo(newcomer.email)).attempts).toBe(1)
  answer.resolve(null)
  await vi.waitFor(() => expect(newcomer.codesMailed()).toHaveLength(1), { timeout: 20_000 })
  town.weather(null)
  // Its half hour counts from its acceptance, which came after the leap.
  expect((await newcomer.verify()).__typename).toBe('CodeVerified')
  expect((await newcomer.setPassword()).__typename).toBe('PasswordSet')
  await town.expectLaws({ sealed: true })
  tell('the clock leapt two hours forward: one mail on its way, sent once')
})

test('five hours back: nothing is negative, nobody is shut out, mail leaves', async () => {
  const before = await meet(town, () => asked, patient)
  await migrateWhole(before)
  await leap(clock.hours() - 5)
  expect(await databaseHours()).toBe(-3)
  expect((await before.me()).email).toBe(before.email)
  const wrong = await before.signIn('Faux-mot-99')
  expect(wrong.why).toBe('WRONG')
  expect((await before.signIn()).__typename).toBe('SignedIn')
  const newcomer = await meet(town, () => asked, patient)
  expect((await newcomer.startMigration()).__typename).toBe('MigrationStarted')
  await newcomer.chooseEmail()
  const refused = await newcomer.type('00000000')
  expect(refused.triesLeft).toBeGreaterThan(0)
  expect((await newcomer.verify()).__typename).toBe('CodeVerified')
  expect((await newcomer.setPassword()).__typename).toBe('PasswordSet')
  const { rows } = await town.postgres.run(
    'town',
    `SELECT id FROM "Session" WHERE "expiresAt" < "createdAt" UNION ALL SELECT id FROM "Message" WHERE attempts < 0 OR delays < 0`,
  )
  expect(rows).toEqual([])
  // That one is told by instants: who signs in after the leap does so before the password was set, by the clock.
  await town.expectLaws({ sealed: true, but: 'no session outlives the password' })
  tell('the clock leapt five hours back: sessions live, codes and mail go on')
})

async function mailTo(email: string) {
  return town.deps.db.message.findFirstOrThrow({ where: { email }, orderBy: { createdAt: 'desc' } })
}
