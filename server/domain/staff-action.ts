import type { Rules } from './rules.ts'

export type AccountState = 'ISSUED' | 'ACTIVE' | 'FROZEN' | 'CLOSED'

/** What the service does to an account, by name and recorded. */
export const staffActionKinds = ['REISSUE', 'DETACH_EMAIL', 'UNLOCK', 'FREEZE', 'THAW', 'CLOSE', 'REOPEN'] as const
export type StaffActionKind = (typeof staffActionKinds)[number]

export const closeCauses = ['SALE', 'DEATH', 'ERROR'] as const
export type CloseCause = (typeof closeCauses)[number]

export const staffReasons = [
  'FROZEN',
  'NOT_FROZEN',
  'NOT_OPEN',
  'CLOSED',
  'NOT_CLOSED',
  'OPEN',
  'NO_EMAIL',
  'EMAIL_IN_DOUBT',
  'WAITING',
  'CHANGED',
] as const

/** The service's own "no". Nothing changed. */
export interface StaffRefused {
  __typename: 'StaffRefused'
  reason: (typeof staffReasons)[number]
  /** WAITING: from when it can be carried out. Null otherwise. */
  effectiveAt: Date | null
}

export const staffRefused = (reason: StaffRefused['reason'], effectiveAt: Date | null = null): StaffRefused => ({
  __typename: 'StaffRefused',
  reason,
  effectiveAt,
})

/** What decisions read of a stored request. */
export interface StaffActionFacts {
  requestedAt: Date
  effectiveAt: Date
  doneAt: Date | null
  cancelledAt: Date | null
}

/** DO: now. REQUEST: write it down, tell the owner and wait for a possible no. */
export type StaffDecision = 'DO' | 'REQUEST' | StaffRefused

const day = 86_400_000

/** Where a request stands: its owner may cancel it while it is WAITING or READY. */
export function staffActionState(
  action: StaffActionFacts,
  rules: Rules,
  now: Date,
): 'WAITING' | 'READY' | 'DONE' | 'CANCELLED' | 'LAPSED' {
  if (action.doneAt) return 'DONE'
  if (action.cancelledAt) return 'CANCELLED'
  if (now < action.effectiveAt) return 'WAITING'
  return now.getTime() < action.effectiveAt.getTime() + rules.staffLapseDays * day ? 'READY' : 'LAPSED'
}

/**
 * A new letter: at once while the account still waits for its first connection; on an open one only after its owner had
 * three days to say no (issue 3: a thief on the phone must not turn an account back into a letter).
 */
export function decideReissue(
  facts: { state: AccountState; pending: StaffActionFacts | null },
  rules: Rules,
  now: Date,
): StaffDecision {
  if (facts.state === 'CLOSED' || facts.state === 'FROZEN') return staffRefused(facts.state)
  return facts.state === 'ISSUED' ? 'DO' : decideDelayed(facts.pending, rules, now)
}

/**
 * A lost mailbox: the address is dropped only after its owner had three days to say no. At once when a notice's reader
 * froze every account concerned: nobody can use them, and two have spoken. Not when the service froze them, or nobody but
 * a clerk would be needed to make a letter; nor when its owner said no a short while ago. A request older than the last
 * proof of address or password counts for nothing: its owner has been there since.
 */
export function decideDetach(
  facts: {
    state: AccountState
    /** When the address or its password was last proved anew; null: there is no address. */
    provedAt: Date | null
    affected: readonly AccountState[]
    /** The service froze one of them. */
    frozenByService: boolean
    /** When such a request was last cancelled; null: never. */
    cancelledAt: Date | null
    pending: StaffActionFacts | null
  },
  rules: Rules,
  now: Date,
): StaffDecision {
  const { state, provedAt, pending } = facts
  if (state === 'CLOSED') return staffRefused('CLOSED')
  if (!provedAt) return staffRefused('NO_EMAIL')
  if (isDetachedAtOnce(facts, rules, now)) return 'DO'
  return decideDelayed(pending && pending.requestedAt >= provedAt ? pending : null, rules, now)
}

/** Every account concerned was frozen from a notice, and its owner has not said no lately. */
export function isDetachedAtOnce(
  facts: { affected: readonly AccountState[]; frozenByService: boolean; cancelledAt: Date | null },
  rules: Rules,
  now: Date,
): boolean {
  const { affected, frozenByService, cancelledAt } = facts
  const refused = cancelledAt && now.getTime() < cancelledAt.getTime() + rules.staffLapseDays * day
  return affected.length > 0 && affected.every((one) => one === 'FROZEN') && !frozenByService && !refused
}

function decideDelayed(pending: StaffActionFacts | null, rules: Rules, now: Date): StaffDecision {
  const state = pending && staffActionState(pending, rules, now)
  if (pending && state === 'WAITING') return staffRefused('WAITING', pending.effectiveAt)
  return state === 'READY' ? 'DO' : 'REQUEST'
}
