import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrateWhole } from './support/journeys.ts'
import { needed } from './support/package.ts'
import { meet } from './support/person.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'

let town: Town
let nodes: [Program, Program]
let asked: Program
/** A busy machine may say Busy: it is not what is tried here. */
const patient = { note: () => {} }
/** The hours that PostgreSQL's clock stands beside the machine's. */
let hours = 0

/** Every process of PostgreSQL reads the clock anew each time, from this file's word for it. */
async function leap(to: number): Promise<void> {
  const before = nodes.map((node) => node.log().split('clock leapt').length)
  hours = to
  writeFileSync(file(), `${to >= 0 ? '+' : ''}${to}h\n`)
  await vi.waitFor(
    () => expect(nodes.map((node) => node.log().split('clock leapt').length)).toEqual(before.map((n) => n + 1)),
    { timeout: 60_000, interval: 100 },
  )
}
const file = () => join(town.postgres.dir, 'faketime')

beforeAll(async () => {
  const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const library = needed('libfaketime', [
    `/usr/lib/${architecture}-linux-gnu/faketime/libfaketimeMT.so.1`,
    '/usr/lib/faketime/libfaketimeMT.so.1',
  ])
  town = await openTown()
  await town.postgres.stop('fast')
  writeFileSync(file(), '+0h\n', { mode: 0o644 })
  await town.postgres.start({
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file(),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  })
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
  // Longer than the lease, on both nodes.
  await new Promise((settle) => setTimeout(settle, 25_000))
  expect(await attempts(newcomer.email)).toBe(1)
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
  await leap(hours - 5)
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

async function attempts(email: string): Promise<number> {
  const { attempts } = await town.deps.db.message.findFirstOrThrow({ where: { email }, orderBy: { createdAt: 'desc' } })
  return attempts
}
