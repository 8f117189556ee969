import type { DeliveryReason } from '../../domain/delivery.ts'
import type { FlowKind } from '../../domain/flow.ts'
import type { NextAction } from '../../domain/next-action.ts'
import type { FlowStep } from '../../domain/refusals.ts'
import type { AccountState, staffActionState } from '../../domain/staff-action.ts'
import type { ToldDelivery } from '../../domain/told-delivery.ts'
import type { MessageKind } from '../../generated/prisma/client.ts'

/** All that whoever answers the phone may see of an account: never a password, a code, or an address in full. */
export interface AccountSheet {
  __typename: 'AccountSheet'
  identifier: string
  residence: string
  state: AccountState
  agency: string
  owner: { title: string; firstName: string; lastName: string }
  /** Until when its letter opens it, while it is ISSUED. Null: without end, or not ISSUED. */
  issuedExpiresAt: Date | null
  openedAt: Date | null
  /** The accounts that share its password. */
  sharing: BriefAccount[]
  /** The owner's other accounts. */
  others: BriefAccount[]
  email: EmailLine | null
  flow: FlowLine | null
  /** Wrong codes left; `retryAt` when none is: the first instant at which one is again. */
  codeTries: { left: number; retryAt: Date | null }
  /** Until when a sign-in may have to wait, were all failures of one network. */
  signInWaitsUntil: Date | null
  openSessions: number
  /** Whose portals some of them were opened through, in the order of their names. */
  portals: { name: string; sessions: number }[]
  lastMessage: MessageLine | null
  staffActions: ActionLine[]
  /** Newest first. */
  events: { at: Date; kind: string; words: string }[]
  next: NextAction
}

export interface BriefAccount {
  identifier: string
  residence: string
  state: AccountState
}

/** The verified address, masked. While ISSUED: the one that the migration's code goes to. */
export interface EmailLine {
  address: string
  verifiedAt: Date
  changedAt: Date | null
  /** Its last change is young and was not undone. */
  inDoubt: boolean
  /** Since when it refuses our mail for good, and why; null: it does not, as far as we were told. */
  refused: { at: Date; reason: DeliveryReason } | null
  /** No forgotten password is answered before. */
  resetBlockedUntil: Date | null
}

export interface FlowLine {
  kind: FlowKind
  step: FlowStep
  email: string | null
  startedAt: Date
  expiresAt: Date
  /** The partner through whose portal it runs. Null: our own site. */
  portal: string | null
}

export interface MessageLine {
  kind: MessageKind
  delivery: ToldDelivery
}

export interface ActionLine {
  kind: string
  by: string
  reason: string
  requestedAt: Date
  effectiveAt: Date
  state: ReturnType<typeof staffActionState>
}
