import type { FlowKind } from './flow.ts'
import type { FlowStep } from './refusals.ts'
import type { AccountState, StaffActionKind } from './staff-action.ts'

/** What whoever answers the phone had best do for an account. `at`: from when. */
export type NextAction =
  | { action: 'REISSUE' | 'UNLOCK' | 'THAW' | 'DETACH_EMAIL' }
  | { action: 'USE_LETTER' | 'CORRECT_EMAIL' | 'FORGOTTEN_PASSWORD' | 'NOTHING_CLOSED' }
  | { action: 'CONTINUE_FLOW'; kind: FlowKind; step: FlowStep }
  | { action: 'WAIT_FOR_ACTION' | 'FINISH_ACTION'; kind: StaffActionKind; at: Date }
  | { action: 'WAIT_FOR_RESET'; at: Date }

export interface NextActionFacts {
  state: AccountState
  issuedExpired: boolean
  /** The owner has a verified address: codes go nowhere else. */
  emailFixed: boolean
  /** Its last change is young, undone or not, or the service froze it. */
  emailInDoubt: boolean
  /** The mailbox that codes go to refused the last one for good. */
  mailboxLost: boolean
  /** Wrong codes left, today and this year. */
  triesLeft: number
  /** A sign-in may be waiting because of wrong passwords. */
  signInWaits: boolean
  resetBlockedUntil: Date | null
  flow: { kind: FlowKind; step: FlowStep } | null
  /** A request of the service's that is neither done nor cancelled nor lapsed. */
  pending: { kind: StaffActionKind; effectiveAt: Date } | null
}

/**
 * The next best action: the first of these that applies, what stops the owner hardest coming first. To a frozen account
 * nothing that was asked for before can be done but to take its address away.
 */
export function nextAction(facts: NextActionFacts, now: Date): NextAction {
  const { state, pending, flow } = facts
  if (state === 'CLOSED') return { action: 'NOTHING_CLOSED' }
  if (pending && (state !== 'FROZEN' || pending.kind === 'DETACH_EMAIL')) {
    const { kind, effectiveAt: at } = pending
    return { action: now < at ? 'WAIT_FOR_ACTION' : 'FINISH_ACTION', kind, at }
  }
  if (state === 'FROZEN') return { action: facts.emailInDoubt ? 'DETACH_EMAIL' : 'THAW' }
  if (state === 'ISSUED' && facts.issuedExpired) return { action: 'REISSUE' }
  if (facts.mailboxLost && (facts.emailFixed || flow))
    return { action: facts.emailFixed ? 'DETACH_EMAIL' : 'CORRECT_EMAIL' }
  if (facts.triesLeft === 0 || facts.signInWaits) return { action: 'UNLOCK' }
  if (flow) return { action: 'CONTINUE_FLOW', ...flow }
  if (state === 'ISSUED') return { action: 'USE_LETTER' }
  const blocked = facts.resetBlockedUntil
  return blocked && now < blocked ? { action: 'WAIT_FOR_RESET', at: blocked } : { action: 'FORGOTTEN_PASSWORD' }
}
