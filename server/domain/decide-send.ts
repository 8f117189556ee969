import { type CodeFacts, isSetOpen, openCodes } from './code-life.ts'
import type { FlowFacts } from './flow.ts'
import type { SendRefused, TooManyTries } from './refusals.ts'
import type { Rules } from './rules.ts'
import type { TriesVerdict } from './tries.ts'

export type SendDecision =
  | { send: true; codeSet: number; triesAllowed: number; triesSpent: number }
  /** A code left for this address a moment ago and still lives: asking twice is harmless. */
  | { send: false; repeat: true }
  | { send: false; repeat: false; refusal: SendRefused | TooManyTries }

/**
 * May a code leave for `email` now? A set that is open for the same address is joined with the tries already spent;
 * another address, or a set that is closed, begins a new one of min(5, what is left of the account's budget).
 */
export function decideSend(
  facts: {
    flow: FlowFacts
    codes: readonly CodeFacts[]
    email: string
    /** Sends counted before this one, judged: on the account, then on the address. */
    sends: readonly TriesVerdict[]
    budget: TriesVerdict
    /** A repeated `chooseEmail` is answered as sent; a repeated `resendCode` is told to wait. */
    repeatable: boolean
  },
  rules: Rules,
  now: Date,
): SendDecision {
  const { flow, budget } = facts
  if (budget.left === 0) return refuse({ __typename: 'TooManyTries', retryAt: budget.retryAt })

  const same = flow.email === facts.email
  const joins = same && isSetOpen(flow)
  const resendAt = same ? resendFrom(flow, facts.codes, rules) : null
  if (resendAt && now < resendAt) {
    if (facts.repeatable && joins && openCodes(flow, facts.codes).length > 0) return { send: false, repeat: true }
    return refuse({ __typename: 'SendRefused', retryAt: resendAt })
  }
  const spent = facts.sends.filter((verdict) => verdict.left === 0)
  if (spent.length > 0) {
    const waits = spent.map((verdict) => verdict.retryAt?.getTime() ?? 0)
    return refuse({ __typename: 'SendRefused', retryAt: new Date(Math.max(...waits)) })
  }
  return joins
    ? { send: true, codeSet: flow.codeSet, triesAllowed: flow.triesAllowed, triesSpent: flow.triesSpent }
    : {
        send: true,
        codeSet: flow.codeSet + 1,
        triesAllowed: Math.min(rules.codeTriesPerSet, budget.left),
        triesSpent: 0,
      }
}

/** The first instant at which another code may be asked for the flow's address; null when none was sent to it. */
export function resendFrom(flow: Pick<FlowFacts, 'email'>, codes: readonly CodeFacts[], rules: Rules): Date | null {
  const { email } = flow
  if (email === null) return null
  const issued = codes.filter((code) => code.email === email).map((code) => code.issuedAt.getTime())
  return issued.length > 0 ? new Date(Math.max(...issued) + rules.sendPauseSeconds * 1000) : null
}

const refuse = (refusal: SendRefused | TooManyTries): SendDecision => ({ send: false, repeat: false, refusal })
