import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultRules as rules } from '../../server/domain/rules.ts'
import { forgottenBefore, judgeSignIns, judgeTries } from '../../server/domain/tries.ts'
import { later, now } from './facts.ts'

const minute = 60_000
const at = (minutes: number) => later({ minutes })

describe('sliding windows', () => {
  test('the tenth wrong code in a day is the last; the first is forgotten a day after it was typed', () => {
    const typed = Array.from({ length: 10 }, (_, i) => at(i))
    const [day = { max: 0, minutes: 0 }] = rules.codeTries
    expect(judgeTries(typed.slice(0, 9), [day], at(9))).toEqual({ left: 1, retryAt: null })
    expect(judgeTries(typed, [day], at(10))).toEqual({ left: 0, retryAt: at(24 * 60) })
    expect(judgeTries(typed, [day], later({ ms: -1 }, at(24 * 60)))).toEqual({ left: 0, retryAt: at(24 * 60) })
    expect(judgeTries(typed, [day], at(24 * 60))).toEqual({ left: 1, retryAt: null })
  })

  test('no hour of the clock gives tries back: windows slide, they are not reset', () => {
    const limits = [{ max: 3, minutes: 60 }]
    const before = [at(55), at(56), at(57)]
    expect(judgeTries(before, limits, at(61))).toEqual({ left: 0, retryAt: at(115) })
  })

  test('the longest of several waits is told', () => {
    const limits = [
      { max: 2, minutes: 60 },
      { max: 2, minutes: 1440 },
    ]
    expect(judgeTries([at(0), at(1)], limits, at(2))).toEqual({ left: 0, retryAt: at(1440) })
  })

  test('a limit of none never opens again by itself', () => {
    expect(judgeTries([], [{ max: 0, minutes: 60 }], now)).toEqual({ left: 0, retryAt: null })
  })

  /** The rule said plainly: counted in the window; the wait is the first minute at which fewer are. */
  const naive = (counted: Date[], limits: { max: number; minutes: number }[], moment: Date) => {
    const left = (when: Date) =>
      Math.max(
        0,
        Math.min(
          ...limits.map(
            ({ max, minutes }) =>
              max - counted.filter((each) => each <= when && each.getTime() > when.getTime() - minutes * minute).length,
          ),
        ),
      )
    if (left(moment) > 0) return { left: left(moment), retryAt: null }
    for (let wait = 1; ; wait++) {
      const when = later({ minutes: wait }, moment)
      if (left(when) > 0) return { left: 0, retryAt: when }
    }
  }

  test('agree with the rule said plainly, for any tries and limits', () => {
    const limit = fc.record({ max: fc.integer({ min: 1, max: 5 }), minutes: fc.integer({ min: 1, max: 30 }) })
    const counted = fc.array(fc.integer({ min: -60, max: 0 }), { maxLength: 12 })
    fc.assert(
      fc.property(counted, fc.array(limit, { minLength: 1, maxLength: 3 }), (minutes, limits) => {
        const instants = minutes.toSorted((a, b) => a - b).map(at)
        expect(judgeTries(instants, limits, now)).toEqual(naive(instants, limits, now))
      }),
      { numRuns: 500 },
    )
  })

  test('do not depend on the order in which two nodes wrote the tries down', () => {
    const limits = [{ max: 3, minutes: 30 }]
    const counted = fc.array(fc.integer({ min: -60, max: 0 }), { maxLength: 12 })
    fc.assert(
      fc.property(counted, (minutes) => {
        const sorted = minutes.toSorted((a, b) => a - b)
        expect(judgeTries(minutes.map(at), limits, now)).toEqual(judgeTries(sorted.map(at), limits, now))
        expect(judgeSignIns(minutes.map(at), rules, now)).toEqual(judgeSignIns(sorted.map(at), rules, now))
      }),
    )
  })

  test('what is forgotten changes no verdict', () => {
    const limits = rules.codeTries
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -600 * 1440, max: 0 }), { maxLength: 60 }), (minutes) => {
        const instants = minutes.toSorted((a, b) => a - b).map(at)
        const kept = instants.filter((each) => each > forgottenBefore(limits, now))
        expect(judgeTries(kept, limits, now)).toEqual(judgeTries(instants, limits, now))
      }),
    )
  })
})

describe('sign-in failures of one identifier from one network', () => {
  const failed = (count: number) => Array.from({ length: count }, () => now)
  const judge = (count: number, moment = now) => judgeSignIns(failed(count), rules, moment)

  test('five are free', () => {
    expect([0, 1, 2, 3, 4].map((count) => judge(count).left)).toEqual([5, 4, 3, 2, 1])
    expect(judge(4).retryAt).toBeNull()
  })

  test('then each waits twice as long, up to an hour', () => {
    const waits = Array.from({ length: 10 }, (_, i) => (judge(5 + i).retryAt?.getTime() ?? 0) - now.getTime())
    expect(waits.map((ms) => ms / 1000)).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600])
  })

  test('a wait ends at its second', () => {
    expect(judge(5, later({ seconds: 59, ms: 999 })).retryAt).toEqual(later({ seconds: 60 }))
    expect(judge(5, later({ seconds: 60 }))).toEqual({ left: 0, retryAt: null })
  })

  test('twenty-five in a day wait until the first of them is a day old', () => {
    expect(judge(25).retryAt).toEqual(later({ hours: 24 }))
    expect(judge(25, later({ hours: 23, minutes: 59 })).retryAt).toEqual(later({ hours: 24 }))
    expect(judge(25, later({ hours: 24 }))).toEqual({ left: 5, retryAt: null })
  })

  test('nothing a caller does shortens a wait: more failures never open earlier', () => {
    const counted = fc.array(fc.integer({ min: -1500, max: 0 }), { maxLength: 30 })
    fc.assert(
      fc.property(counted, (minutes) => {
        const instants = minutes.toSorted((a, b) => a - b).map(at)
        const before = judgeSignIns(instants, rules, now)
        const after = judgeSignIns([...instants, now], rules, now)
        expect(after.left).toBeLessThanOrEqual(before.left)
        if (before.retryAt) expect(after.retryAt?.getTime() ?? 0).toBeGreaterThanOrEqual(before.retryAt.getTime())
      }),
      { numRuns: 500 },
    )
  })
})
