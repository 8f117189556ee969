import pino from 'pino'
import { expect, test } from 'vitest'
import { createAlarm } from '../../server/alarm.ts'
import { migrate, steps } from '../support/steps.ts'
import { browser, type World, world } from '../support/world.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'

/** The alarm as the program composes it, its waits counted instead of waited for; `codes`: how many failed ones brake. */
function watched(w: World, codes: number) {
  const lines: Record<string, unknown>[] = []
  const waits: number[] = []
  const rules = { ...w.deps.settings.rules, brakeFailedCodes: { max: codes, minutes: 60 }, alarmLeastFlows: 10 }
  w.deps.settings = { ...w.deps.settings, rules }
  w.deps.log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const alarm = createAlarm(w.deps, async (ms) => void waits.push(ms))
  w.deps.brake = alarm
  return { alarm, waits, alerts: () => lines.filter(({ alert }) => alert) }
}

/** So many strangers' resets, each with wrong codes. */
async function attack(w: World, flows: number, codesEach: number) {
  for (let i = 0; i < flows; i++) {
    const step = steps(w, { from: `198.51.100.${i}` })
    const { handle } = await step.requestReset(`N${i}`, `n${i}@orange.example`)
    for (let n = 0; n < codesEach; n++) await step.verify(handle, '00000000')
  }
}

test('failed codes of the whole system put the brake on: strangers’ resets wait, nobody is refused, and an hour later it is off', async () => {
  const w = await world()
  const { alarm, waits, alerts } = watched(w, 20)
  const [letter] = await w.people.owner({ identifiers: ['A100'] })
  await migrate(w, letter, email, password)
  w.clock.forward({ hours: 2 })
  const own = browser()
  const { token } = await steps(w, { device: own }).signIn(letter, password)
  await attack(w, 4, 5)
  expect(waits).toEqual([])
  await alarm.look()
  expect(alarm.alerts()).toEqual(['BRAKE'])

  const stranger = steps(w)
  const { handle } = await stranger.requestReset('A100', email)
  expect(waits).toEqual([5000])
  expect(await stranger.verify(handle, await w.codeSentTo(email))).toMatchObject({ __typename: 'CodeVerified' })
  expect(waits).toEqual([5000, 5000])

  // Who proved a password, or is known, waits for nothing.
  w.clock.forward({ minutes: 2 })
  const home = steps(w, { device: own })
  const reset = await home.requestReset('A100', email)
  await home.verify(reset.handle, '00000000')
  const [another] = await w.people.owner()
  const migration = await stranger.start(another)
  await stranger.chooseEmail(migration.handle, 'odette@orange.example')
  await stranger.verify(migration.handle, await w.codeSentTo('odette@orange.example'))
  await home.changeEmail(token, 'marie@free.example', password)
  expect(waits).toHaveLength(2)

  w.clock.forward({ minutes: 61 })
  await alarm.look()
  expect(alarm.alerts()).toEqual([])
  expect(alerts()).toMatchObject([
    { alert: 'BRAKE', level: 50, failedCodes: 20 },
    { alert: 'BRAKE', over: true },
  ])
})

test('the brake reads some rows, however many codes failed, and two nodes read the same', async () => {
  const w = await world()
  const { alarm } = watched(w, 30)
  const other = createAlarm(w.deps, async () => {})
  await attack(w, 8, 5)
  await alarm.look()
  await other.look()
  expect([alarm.isOn(), other.isOn()]).toEqual([true, true])
  expect(await w.deps.db.tally.count()).toBeLessThanOrEqual(8)
})

test('more waiting than a process may hold are told Busy, and nothing of theirs is counted', async () => {
  const w = await world()
  watched(w, 5)
  await attack(w, 1, 5)
  const gate = Promise.withResolvers<void>()
  const alarm = createAlarm(w.deps, () => gate.promise)
  await alarm.look()
  w.deps.brake = alarm
  const waiting = Array.from({ length: 200 }, () => alarm.wait())
  expect(await steps(w).requestReset('Z1', 'z1@orange.example')).toMatchObject({
    __typename: 'Busy',
    retryAfterSeconds: 5,
  })
  gate.resolve()
  await Promise.all(waiting)
  expect(await steps(w).requestReset('Z1', 'z1@orange.example')).toMatchObject({ __typename: 'ResetRequested' })
})

test('more than three in ten of the open flows with a failed code raise the alarm, once there are flows enough', async () => {
  const w = await world()
  const { alarm, alerts } = watched(w, 1000)
  await attack(w, 9, 1)
  await alarm.look()
  expect(alarm.alerts()).toEqual([])
  for (let i = 0; i < 21; i++) await steps(w, { from: `192.0.2.${i}` }).requestReset(`H${i}`, `h${i}@orange.example`)
  await alarm.look()
  expect(alarm.alerts()).toEqual([])
  const { handle } = await steps(w, { from: '192.0.2.99' }).requestReset('G1', 'g1@orange.example')
  await steps(w).verify(handle, '00000000')
  await alarm.look()
  expect(alarm.alerts()).toEqual(['FLOWS_FAIL'])
  await alarm.look()
  expect(alerts()).toMatchObject([{ alert: 'FLOWS_FAIL', level: 50, openFlows: 31, failingFlows: 10 }])
})
