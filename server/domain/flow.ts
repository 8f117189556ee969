import type { FlowClosed, FlowStep, WrongStep } from './refusals.ts'
import type { Rules } from './rules.ts'

export const flowKinds = ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] as const
export type FlowKind = (typeof flowKinds)[number]
export type FlowAction = 'chooseEmail' | 'resendCode' | 'verifyEmailCode' | 'setPassword' | 'cancelFlow'
export type FlowOutcome = FlowStep | 'COMPLETED' | 'CANCELLED'

/**
 * Which step a mutation may be called at, and where its success leads. What is not in the table is refused with
 * `WrongStep`; tests walk it cell by cell and the README's drawing is made from it (docs/decisions/0002).
 */
export const flowTable: Record<FlowKind, Partial<Record<FlowStep, Partial<Record<FlowAction, FlowOutcome>>>>> = {
  MIGRATION: {
    CHOOSE_EMAIL: { chooseEmail: 'ENTER_CODE', cancelFlow: 'CANCELLED' },
    ENTER_CODE: {
      chooseEmail: 'ENTER_CODE',
      resendCode: 'ENTER_CODE',
      verifyEmailCode: 'SET_PASSWORD',
      cancelFlow: 'CANCELLED',
    },
    SET_PASSWORD: { setPassword: 'COMPLETED', cancelFlow: 'CANCELLED' },
  },
  RESET: {
    ENTER_CODE: { resendCode: 'ENTER_CODE', verifyEmailCode: 'SET_PASSWORD', cancelFlow: 'CANCELLED' },
    SET_PASSWORD: { setPassword: 'COMPLETED', cancelFlow: 'CANCELLED' },
  },
  EMAIL_CHANGE: {
    ENTER_CODE: { resendCode: 'ENTER_CODE', verifyEmailCode: 'COMPLETED', cancelFlow: 'CANCELLED' },
  },
}

/** What decisions read of a stored flow. */
export interface FlowFacts {
  kind: FlowKind
  step: FlowStep
  email: string | null
  emailTyped: boolean
  emailFixed: boolean
  codeSet: number
  triesAllowed: number
  triesSpent: number
  lateResentAt: Date | null
  verifiedAt: Date | null
  expiresAt: Date
  endedAt: Date | null
  end: Exclude<FlowClosed['reason'], 'UNKNOWN'> | null
}

/** The step a flow stands at: a typed code serves for some minutes, then it is asked for again (design: journeys). */
export function currentStep(flow: Pick<FlowFacts, 'step' | 'verifiedAt'>, rules: Rules, now: Date): FlowStep {
  const lapsed = flow.verifiedAt && now.getTime() > flow.verifiedAt.getTime() + rules.verifiedLifespanMinutes * 60_000
  return flow.step === 'SET_PASSWORD' && lapsed ? 'ENTER_CODE' : flow.step
}

/** Null while the flow is open; the refusal that says how it ended otherwise. */
export function judgeOpen(flow: Pick<FlowFacts, 'endedAt' | 'end' | 'expiresAt'> | null, now: Date): FlowClosed | null {
  if (!flow) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  if (flow.endedAt) return { __typename: 'FlowClosed', reason: flow.end ?? 'EXPIRED' }
  return now > flow.expiresAt ? { __typename: 'FlowClosed', reason: 'EXPIRED' } : null
}

/** Null when `action` is a legal step of this flow now; otherwise the refusal to answer with. */
export function judgeStep(
  flow: FlowFacts | null,
  action: FlowAction,
  rules: Rules,
  now: Date,
): FlowClosed | WrongStep | null {
  const closed = judgeOpen(flow, now)
  if (closed || !flow) return closed
  const step = currentStep(flow, rules, now)
  return flowTable[flow.kind][step]?.[action] ? null : { __typename: 'WrongStep', expected: step }
}
