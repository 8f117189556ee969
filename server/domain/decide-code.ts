import { readCode } from './code.ts'
import { type CodeFacts, isSetOpen, openCodes, validUntil } from './code-life.ts'
import type { FlowFacts } from './flow.ts'
import type { CodeRefused, TooManyTries } from './refusals.ts'
import type { Rules } from './rules.ts'
import type { TriesVerdict } from './tries.ts'

export type CodeDecision<C> =
  | { verdict: 'RIGHT'; code: C }
  /** Right, but late. `sendAgain`: the first time in a flow a new one is sent (a send like another). */
  | { verdict: 'LATE'; sendAgain: boolean; triesLeft: number }
  /** Count it on the set and on the account, then answer `refusal`. */
  | { verdict: 'WRONG'; refusal: CodeRefused }
  /** Answer `refusal`; nothing is counted. */
  | { verdict: 'REFUSED'; refusal: CodeRefused | TooManyTries }

/**
 * Judges a typed code. `budget` is what the account had left before this try (one budget across codes, flows and
 * resends; in a RESET the one of the typed pair). `silenced`: a
 * limit is reached that the caller must not see; no code matches.
 */
export function decideCode<C extends CodeFacts & { digits: string }>(
  facts: { flow: FlowFacts; codes: readonly C[]; budget: TriesVerdict; silenced: boolean },
  typed: string,
  rules: Rules,
  now: Date,
): CodeDecision<C> {
  const { flow, budget } = facts
  if (budget.left === 0) {
    return { verdict: 'REFUSED', refusal: { __typename: 'TooManyTries', retryAt: budget.retryAt } }
  }
  const left = isSetOpen(flow) ? flow.triesAllowed - flow.triesSpent : 0
  const triesLeft = Math.min(left, budget.left)
  if (triesLeft === 0) return { verdict: 'REFUSED', refusal: refused('WRONG', 0) }

  const reading = readCode(typed)
  if ('fault' in reading) return { verdict: 'REFUSED', refusal: refused('MALFORMED', triesLeft) }
  const matching = openCodes(flow, facts.codes).filter(
    (code) => equalInConstantTime(code.digits, reading.digits) && !code.muted && !facts.silenced,
  )
  const live = matching.find((code) => now <= validUntil(flow.kind, code, rules))
  if (live) return { verdict: 'RIGHT', code: live }
  if (matching.length > 0) {
    return { verdict: 'LATE', sendAgain: flow.kind !== 'RESET' && !flow.lateResentAt, triesLeft }
  }
  return { verdict: 'WRONG', refusal: refused('WRONG', triesLeft - 1) }
}

const refused = (reason: CodeRefused['reason'], triesLeft: number): CodeRefused => ({
  __typename: 'CodeRefused',
  reason,
  triesLeft,
  sentAgainAt: null,
})

function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
