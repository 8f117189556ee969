import { describe, expect, test } from 'vitest'
import { decideCode } from '../../server/domain/decide-code.ts'
import { type FlowKind, flowKinds } from '../../server/domain/flow.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'
import { codeFacts, flowFacts, later, now } from './facts.ts'

const right = '86991277'
const wrong = '00000000'
const plenty = { left: 10, retryAt: null }

interface Given {
  flow?: Parameters<typeof flowFacts>[0]
  codes?: ReturnType<typeof codeFacts>[]
  budget?: { left: number; retryAt: Date | null }
  silenced?: boolean
  typed?: string
  at?: Date
}

const decide = ({ flow, codes = [codeFacts()], budget = plenty, silenced = false, typed = right, at = now }: Given) =>
  decideCode({ flow: flowFacts(flow), codes, budget, silenced }, typed, rules, at)

const wrongWith = (triesLeft: number) => ({
  verdict: 'WRONG',
  refusal: { __typename: 'CodeRefused', reason: 'WRONG', triesLeft, sentAgainAt: null },
})
const refusedWith = (reason: string, triesLeft: number) => ({
  verdict: 'REFUSED',
  refusal: { __typename: 'CodeRefused', reason, triesLeft, sentAgainAt: null },
})

describe.each(flowKinds)('a typed code in %s', (kind: FlowKind) => {
  test('opens when it is right, in time, of the current set', () => {
    expect(decide({ flow: { kind } })).toMatchObject({ verdict: 'RIGHT', code: { generation: 1 } })
  })

  test('counts when it is wrong, and tells the smaller of what set and account have left', () => {
    expect(decide({ flow: { kind }, typed: wrong })).toEqual(wrongWith(4))
    expect(decide({ flow: { kind, triesSpent: 4 }, typed: wrong })).toEqual(wrongWith(0))
    expect(decide({ flow: { kind }, typed: wrong, budget: { left: 2, retryAt: null } })).toEqual(wrongWith(1))
    expect(decide({ flow: { kind, triesAllowed: 3, triesSpent: 1 }, typed: wrong })).toEqual(wrongWith(1))
  })

  test('is not compared once the set is closed, the right one neither', () => {
    expect(decide({ flow: { kind, triesSpent: 5 } })).toEqual(refusedWith('WRONG', 0))
    expect(decide({ flow: { kind, codeSet: 0 } })).toEqual(refusedWith('WRONG', 0))
    expect(decide({ flow: { kind, triesSpent: 5 }, typed: 'not a code' })).toEqual(refusedWith('WRONG', 0))
  })

  test('is not compared once the budget is spent, and is told when it is again', () => {
    const retryAt = later({ hours: 24 })
    expect(decide({ flow: { kind }, budget: { left: 0, retryAt } })).toEqual({
      verdict: 'REFUSED',
      refusal: { __typename: 'TooManyTries', retryAt },
    })
  })

  test('is told to be no code without being counted', () => {
    for (const typed of ['', '1234567', 'abcdefgh', '11111111 22222222']) {
      expect(decide({ flow: { kind }, typed })).toEqual(refusedWith('MALFORMED', 5))
    }
  })

  test('opens nothing when it was used, belongs to an earlier set, or was mailed to nobody', () => {
    for (const code of [codeFacts({ usedAt: now }), codeFacts({ codeSet: 0 }), codeFacts({ muted: true })]) {
      expect(decide({ flow: { kind }, codes: [code] })).toEqual(wrongWith(4))
    }
  })

  test('counts as wrong while a limit that its caller must not see is reached', () => {
    expect(decide({ flow: { kind }, silenced: true })).toEqual(wrongWith(4))
    // Late ones too: « expired » would tell that it was right.
    expect(decide({ flow: { kind }, silenced: true, at: later({ hours: 5 }) })).toEqual(wrongWith(4))
  })
})

test('any live code of the set opens, whichever of the mails it came with', () => {
  const codes = [codeFacts(), codeFacts({ generation: 2, digits: '11111111' })]
  expect(decide({ codes, typed: right })).toMatchObject({ verdict: 'RIGHT', code: { generation: 1 } })
  expect(decide({ codes, typed: '11111111' })).toMatchObject({ verdict: 'RIGHT', code: { generation: 2 } })
})

test('two codes of a set with the same digits: the live one opens', () => {
  const dead = codeFacts({ generation: 1 })
  const live = codeFacts({ generation: 2, issuedAt: later({ minutes: 20 }), acceptedAt: later({ minutes: 20 }) })
  expect(decide({ codes: [dead, live], at: later({ minutes: 40 }) })).toMatchObject({ code: { generation: 2 } })
  const reissued = codeFacts({ generation: 2, usedAt: now })
  expect(decide({ codes: [codeFacts(), reissued] })).toMatchObject({ verdict: 'RIGHT', code: { generation: 1 } })
})

test('a right but late code is no failed try: sent again the first time, then told only', () => {
  for (const kind of ['MIGRATION', 'EMAIL_CHANGE'] as const) {
    const at = later({ minutes: 31 })
    expect(decide({ flow: { kind }, at })).toEqual({ verdict: 'LATE', sendAgain: true, triesLeft: 5 })
    expect(decide({ flow: { kind, lateResentAt: now }, at })).toEqual({
      verdict: 'LATE',
      sendAgain: false,
      triesLeft: 5,
    })
  }
})

test('a reset never sends by itself', () => {
  expect(decide({ flow: { kind: 'RESET' }, at: later({ minutes: 11 }) })).toEqual({
    verdict: 'LATE',
    sendAgain: false,
    triesLeft: 5,
  })
})

test('codes are compared as digits: near ones are wrong', () => {
  for (const typed of ['86991278', '08699127', '76991277', '86991 276']) expect(decide({ typed })).toEqual(wrongWith(4))
})
