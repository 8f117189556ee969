import type { FlowFacts, FlowKind } from './flow.ts'
import type { Rules } from './rules.ts'

/** What decisions read of a stored code. Its digits are derived by the caller, never stored. */
export interface CodeFacts {
  codeSet: number
  generation: number
  email: string
  /** Mailed to nobody, matched by nothing (a limit or a pair that a RESET's caller must not see). */
  muted: boolean
  issuedAt: Date
  attemptedAt: Date | null
  acceptedAt: Date | null
  usedAt: Date | null
}

const minute = 60_000

/**
 * The last instant at which a code is accepted. A migration's or e-mail change's counts from the first acceptance by
 * the mail server, so that a slow queue never eats the owner's minutes; a reset's from its request, always, since
 * everything a reset's caller sees must be a function of what was typed (design: time).
 */
export function validUntil(kind: FlowKind, code: CodeFacts, rules: Rules): Date {
  const lifespan = rules.codeLifespanMinutes[kind] * minute
  if (kind === 'RESET') return new Date(code.issuedAt.getTime() + lifespan)
  const end = code.issuedAt.getTime() + rules.codeGreatestAgeMinutes * minute
  return new Date(code.acceptedAt ? Math.min(code.acceptedAt.getTime() + lifespan, end) : end)
}

/** The instant printed on page and mail: never later than the one judged by. */
export function printedUntil(kind: FlowKind, code: CodeFacts, rules: Rules): Date {
  const lifespan = rules.codeLifespanMinutes[kind] * minute
  const from = kind === 'RESET' ? code.issuedAt : (code.attemptedAt ?? code.issuedAt)
  return new Date(Math.min(from.getTime() + lifespan, validUntil(kind, code, rules).getTime()))
}

/** The end of the flow's life that outlasts every code it issued. */
export function flowExpiry(kind: FlowKind, issuedAt: Date, expiresAt: Date, rules: Rules): Date {
  const minutes = kind === 'RESET' ? rules.codeLifespanMinutes.RESET : rules.codeGreatestAgeMinutes
  const end = new Date(issuedAt.getTime() + minutes * minute)
  return end > expiresAt ? end : expiresAt
}

/** True while codes of the flow's current set can be tried. */
export function isSetOpen(flow: Pick<FlowFacts, 'codeSet' | 'triesSpent' | 'triesAllowed'>): boolean {
  return flow.codeSet > 0 && flow.triesSpent < flow.triesAllowed
}

/** The codes of the current set, newest first. Empty once the set is closed. */
export function openCodes<C extends CodeFacts>(flow: FlowFacts, codes: readonly C[]): C[] {
  if (!isSetOpen(flow)) return []
  return codes
    .filter((code) => code.codeSet === flow.codeSet && !code.usedAt)
    .toSorted((a, b) => b.generation - a.generation)
}
