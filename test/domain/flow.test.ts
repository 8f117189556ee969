import { describe, expect, test } from 'vitest'
import {
  currentStep,
  type FlowAction,
  type FlowKind,
  type FlowOutcome,
  flowKinds,
  flowTable,
  judgeOpen,
  judgeStep,
} from '../../server/domain/flow.ts'
import { closedReasons, type FlowStep, flowSteps } from '../../server/domain/refusals.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'
import { flowFacts, later, now } from './facts.ts'

const actions: FlowAction[] = ['chooseEmail', 'resendCode', 'verifyEmailCode', 'setPassword', 'cancelFlow']

/**
 * The journeys of the design, written down a second time and by hand: columns in the order of `actions`. « – »: the
 * step refuses it. A change of the table that nobody meant shows here.
 */
const drawn: Record<FlowKind, Partial<Record<FlowStep, string>>> = {
  MIGRATION: {
    CHOOSE_EMAIL: 'ENTER_CODE – – – CANCELLED',
    ENTER_CODE: 'ENTER_CODE ENTER_CODE SET_PASSWORD – CANCELLED',
    SET_PASSWORD: '– – – COMPLETED CANCELLED',
  },
  RESET: {
    ENTER_CODE: '– ENTER_CODE SET_PASSWORD – CANCELLED',
    SET_PASSWORD: '– – – COMPLETED CANCELLED',
  },
  EMAIL_CHANGE: {
    ENTER_CODE: '– ENTER_CODE COMPLETED – CANCELLED',
  },
}

const drawnCell = (kind: FlowKind, step: FlowStep, action: FlowAction): FlowOutcome | undefined => {
  const word = drawn[kind][step]?.split(' ')[actions.indexOf(action)]
  return word === '–' ? undefined : (word as FlowOutcome | undefined)
}

describe.each(flowKinds)('%s', (kind) => {
  test.each(flowSteps.flatMap((step) => actions.map((action) => [step, action] as const)))(
    'at %s, %s leads where the design says, and the judge says the same',
    (step, action) => {
      const outcome = flowTable[kind][step]?.[action]
      expect(outcome).toBe(drawnCell(kind, step, action))
      const refusal = judgeStep(flowFacts({ kind, step }), action, rules, now)
      expect(refusal).toEqual(outcome ? null : { __typename: 'WrongStep', expected: step })
    },
  )

  test('every step can be reached, left, and cancelled', () => {
    const steps = Object.keys(flowTable[kind]) as FlowStep[]
    const reached = new Set(steps.flatMap((step) => Object.values(flowTable[kind][step] ?? {})))
    for (const step of steps.slice(1)) expect(reached).toContain(step)
    expect(reached).toContain('COMPLETED')
    for (const step of steps) expect(flowTable[kind][step]?.cancelFlow).toBe('CANCELLED')
  })

  test('no path reaches the end without a typed code', () => {
    const ends = (Object.keys(flowTable[kind]) as FlowStep[]).flatMap((step) =>
      Object.entries(flowTable[kind][step] ?? {})
        .filter(([, outcome]) => outcome === 'COMPLETED')
        .map(([action]) => [step, action]),
    )
    const into = Object.values(flowTable[kind]).flatMap((row) =>
      Object.entries(row).filter(([, outcome]) => outcome === 'SET_PASSWORD'),
    )
    expect(into.map(([action]) => action)).toEqual(kind === 'EMAIL_CHANGE' ? [] : ['verifyEmailCode'])
    expect(ends).toEqual([
      kind === 'EMAIL_CHANGE' ? ['ENTER_CODE', 'verifyEmailCode'] : ['SET_PASSWORD', 'setPassword'],
    ])
  })

  test('nothing is legal in a flow that ended, that is unknown, or whose time is over', () => {
    for (const step of flowSteps) {
      for (const action of actions) {
        for (const end of closedReasons) {
          if (end === 'UNKNOWN') continue
          const flow = flowFacts({ kind, step, endedAt: now, end })
          expect(judgeStep(flow, action, rules, now)).toEqual({ __typename: 'FlowClosed', reason: end })
        }
        expect(judgeStep(null, action, rules, now)).toEqual({ __typename: 'FlowClosed', reason: 'UNKNOWN' })
        const flow = flowFacts({ kind, step, expiresAt: later({ ms: -1 }) })
        expect(judgeStep(flow, action, rules, now)).toEqual({ __typename: 'FlowClosed', reason: 'EXPIRED' })
      }
    }
  })
})

test('a flow is open at the instant it ends, and closed a millisecond later', () => {
  const flow = flowFacts({ expiresAt: now })
  expect(judgeOpen(flow, now)).toBeNull()
  expect(judgeOpen(flow, later({ ms: 1 }))).toEqual({ __typename: 'FlowClosed', reason: 'EXPIRED' })
})

test('how a flow ended is told even when its time is over too', () => {
  const flow = flowFacts({ endedAt: now, end: 'CANCELLED', expiresAt: now })
  expect(judgeOpen(flow, later({ hours: 1 }))).toEqual({ __typename: 'FlowClosed', reason: 'CANCELLED' })
})

test('a typed code serves for fifteen minutes, then it is asked for again', () => {
  const flow = flowFacts({ step: 'SET_PASSWORD', verifiedAt: now })
  expect(currentStep(flow, rules, later({ minutes: 15 }))).toBe('SET_PASSWORD')
  expect(currentStep(flow, rules, later({ minutes: 15, ms: 1 }))).toBe('ENTER_CODE')
  expect(judgeStep(flow, 'setPassword', rules, later({ minutes: 15, ms: 1 }))).toEqual({
    __typename: 'WrongStep',
    expected: 'ENTER_CODE',
  })
  expect(judgeStep(flow, 'resendCode', rules, later({ minutes: 15, ms: 1 }))).toBeNull()
})

test('an earlier proof does not carry a flow past another step', () => {
  for (const step of ['CHOOSE_EMAIL', 'ENTER_CODE'] as const) {
    expect(currentStep(flowFacts({ step, verifiedAt: now }), rules, now)).toBe(step)
  }
})
