import { expect, test } from 'vitest'
import { defaultPasswordPolicy } from '../../server/domain/password.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'

const hour = 60
const day = 24 * hour

test('the durations are those of the printed guide and of the design', () => {
  expect(rules).toMatchObject({
    codeLifespanMinutes: { MIGRATION: 30, RESET: 10, EMAIL_CHANGE: 30 },
    codeGreatestAgeMinutes: 4 * hour,
    codeLastAttemptMinutes: 3 * hour + 30,
    flowLifespanMinutes: { MIGRATION: day, RESET: hour, EMAIL_CHANGE: 6 * hour },
    verifiedLifespanMinutes: 15,
    sessionIdleMinutes: 30,
    sessionAbsoluteMinutes: 12 * hour,
    resetBlockedHours: 24,
    emailUndoHours: 72,
    freezeLinkDays: 10,
    staffDelayHours: 72,
  })
  expect(defaultPasswordPolicy).toEqual({ minLength: 8, maxLength: 128 })
})

test('the limits are those of security.md', () => {
  expect(rules).toMatchObject({
    codeTriesPerSet: 5,
    codeTries: [
      { max: 10, minutes: day },
      { max: 50, minutes: 365 * day },
    ],
    sendPauseSeconds: 60,
    sends: [
      { max: 3, minutes: hour },
      { max: 6, minutes: day },
    ],
    sendsToSharedAddress: [
      { max: 6, minutes: hour },
      { max: 12, minutes: day },
    ],
    sendsFromNetwork: [
      { max: 60, minutes: hour },
      { max: 300, minutes: day },
    ],
    signInFree: 5,
    signInWaitSeconds: { first: 60, greatest: 3600 },
    signInPerNetwork: [{ max: 25, minutes: day }],
    signInPerIdentifier: [{ max: 100, minutes: day }],
  })
})

test('a guesser of codes has less than three in a million a year per account', () => {
  const [, year] = rules.codeTries
  // Never more codes live at once than an account may be sent in four hours.
  const [perHour = { max: 0, minutes: 0 }] = rules.sends
  const liveCodes = Math.min(6, perHour.max * (rules.codeGreatestAgeMinutes / perHour.minutes))
  expect(((year?.max ?? 0) * liveCodes) / 1e8).toBeLessThanOrEqual(3e-6)
})

test('what depends on each other fits: the last attempt leaves a code its life, a flow outlives its codes', () => {
  const { codeLifespanMinutes: life, flowLifespanMinutes: flow } = rules
  expect(rules.codeLastAttemptMinutes + life.MIGRATION).toBeLessThanOrEqual(rules.codeGreatestAgeMinutes)
  expect(flow.RESET).toBeGreaterThan(life.RESET)
  expect(flow.EMAIL_CHANGE).toBeGreaterThan(rules.codeGreatestAgeMinutes)
  expect(rules.verifiedLifespanMinutes).toBeLessThan(flow.RESET)
})
