import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flowExpiry, isSetOpen, openCodes, printedUntil, validUntil } from '../../server/domain/code-life.ts'
import { decideCode } from '../../server/domain/decide-code.ts'
import { type FlowKind, flowKinds } from '../../server/domain/flow.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'
import { codeFacts, flowFacts, later, now } from './facts.ts'

const unsent = { attemptedAt: null, acceptedAt: null }
const accepted = (kind: FlowKind, code: ReturnType<typeof codeFacts>, at: Date) =>
  decideCode(
    { flow: flowFacts({ kind }), codes: [code], budget: { left: 10, retryAt: null }, silenced: false },
    code.digits,
    rules,
    at,
  ).verdict === 'RIGHT'

describe.each(['MIGRATION', 'EMAIL_CHANGE'] as const)('a code of %s', (kind) => {
  test('lives thirty minutes from its acceptance: 30:00 is in time, a millisecond more is not', () => {
    const code = codeFacts({ acceptedAt: later({ minutes: 7 }) })
    expect(accepted(kind, code, later({ minutes: 37 }))).toBe(true)
    expect(accepted(kind, code, later({ minutes: 37, ms: 1 }))).toBe(false)
    expect(accepted(kind, code, later({ minutes: 37, seconds: 1 }))).toBe(false)
  })

  test('dies four hours after its issue whatever the mail server did', () => {
    for (const code of [codeFacts(unsent), codeFacts({ acceptedAt: later({ hours: 3, minutes: 45 }) })]) {
      expect(accepted(kind, code, later({ hours: 4 }))).toBe(true)
      expect(accepted(kind, code, later({ hours: 4, ms: 1 }))).toBe(false)
    }
  })

  test('is printed as attempt plus thirty minutes; before any attempt, as issue plus thirty', () => {
    expect(printedUntil(kind, codeFacts(unsent), rules)).toEqual(later({ minutes: 30 }))
    const tried = codeFacts({ attemptedAt: later({ minutes: 12 }), acceptedAt: null })
    expect(printedUntil(kind, tried, rules)).toEqual(later({ minutes: 42 }))
  })

  test('the last attempt leaves it its thirty minutes: 3 h 30 and 30 are 4 h', () => {
    const last = later({ minutes: rules.codeLastAttemptMinutes })
    const code = codeFacts({ attemptedAt: last, acceptedAt: last })
    expect(validUntil(kind, code, rules)).toEqual(later({ hours: 4 }))
    expect(printedUntil(kind, code, rules)).toEqual(later({ hours: 4 }))
  })
})

test('a code of a reset lives ten minutes from its request, whatever the mail server did', () => {
  const slow = codeFacts({ attemptedAt: later({ minutes: 7 }), acceptedAt: later({ minutes: 9 }) })
  for (const code of [codeFacts(unsent), codeFacts(), slow]) {
    expect(accepted('RESET', code, later({ minutes: 10 }))).toBe(true)
    expect(accepted('RESET', code, later({ minutes: 10, ms: 1 }))).toBe(false)
    expect(printedUntil('RESET', code, rules)).toEqual(later({ minutes: 10 }))
  }
})

/** Anything the courier may have written: attempts after the issue, an acceptance after its attempt. */
const anyCode = fc
  .record({
    attempt: fc.option(fc.integer({ min: 0, max: 4 * 3600_000 })),
    acceptance: fc.option(fc.integer({ min: 0, max: 600_000 })),
    // A second attempt after an acceptance that was not noted: a courier died in between.
    again: fc.integer({ min: 0, max: 3600_000 }),
  })
  .map(({ attempt, acceptance, again }) => {
    if (attempt === null) return codeFacts(unsent)
    const attemptedAt = later({ ms: attempt })
    if (acceptance === null) return codeFacts({ attemptedAt, acceptedAt: null })
    return codeFacts({
      attemptedAt: later({ ms: again }, attemptedAt),
      acceptedAt: later({ ms: acceptance }, attemptedAt),
    })
  })

test('what is printed is never later than what is judged', () => {
  fc.assert(
    fc.property(fc.constantFrom(...flowKinds), anyCode, (kind, code) => {
      expect(printedUntil(kind, code, rules).getTime()).toBeLessThanOrEqual(validUntil(kind, code, rules).getTime())
      expect(accepted(kind, code, printedUntil(kind, code, rules))).toBe(true)
    }),
  )
})

test('a flow never ends before a code it issued, and issuing never shortens it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...flowKinds),
      anyCode,
      fc.integer({ min: -86_400_000, max: 86_400_000 }),
      (kind, code, ms) => {
        const expiresAt = later({ ms })
        const end = flowExpiry(kind, code.issuedAt, expiresAt, rules)
        expect(end.getTime()).toBeGreaterThanOrEqual(validUntil(kind, code, rules).getTime())
        expect(end.getTime()).toBeGreaterThanOrEqual(expiresAt.getTime())
      },
    ),
  )
})

test('the codes that can be tried are those of the current set, unused, the newest first', () => {
  const codes = [
    codeFacts({ generation: 1, codeSet: 1 }),
    codeFacts({ generation: 2, codeSet: 2 }),
    codeFacts({ generation: 3, codeSet: 2, usedAt: now }),
    codeFacts({ generation: 4, codeSet: 2 }),
  ]
  const generations = (triesSpent: number) =>
    openCodes(flowFacts({ codeSet: 2, triesSpent }), codes).map(({ generation }) => generation)
  expect(generations(4)).toEqual([4, 2])
  expect(generations(5)).toEqual([])
  expect(isSetOpen(flowFacts({ codeSet: 0 }))).toBe(false)
})
