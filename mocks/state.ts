import type { ActivityKind } from '../server/domain/activity.ts'
import type { CodeFacts } from '../server/domain/code-life.ts'
import type { DeliveryReason } from '../server/domain/delivery.ts'
import type { BrowserKind, DeviceKind } from '../server/domain/device.ts'
import type { FlowFacts } from '../server/domain/flow.ts'
import type { AccountState, StaffActionFacts, StaffActionKind } from '../server/domain/staff-action.ts'
import type { DeliveryRow } from '../server/domain/told-delivery.ts'

/** Everything the mock remembers. Plain data: it can be copied, compared and put aside. */
export interface State {
  agencies: Agency[]
  owners: Owner[]
  accounts: Account[]
  credentials: Credential[]
  flows: Flow[]
  sessions: Session[]
  links: FreezeLink[]
  staffActions: StaffAction[]
  messages: Message[]
  /** What was done, oldest first: « Dernières activités ». */
  events: { kind: ActivityKind; at: Date; accountId: string }[]
  /** Counted instants by what is counted and on whom. */
  counted: Record<string, Date[]>
  /** How mail for an address, a domain or '*' fares, when it is not simply taken. */
  fates: Record<string, Fate>
  /** What the DNS says of domains; of all others, nothing. */
  domains: Record<string, { found: 'HOSTS'; filter: string | null } | { found: 'NONE' | 'UNSURE' }>
  /** BUSY: every step answers `Busy`. OUTAGE: nothing answers at all. */
  trouble: 'BUSY' | 'OUTAGE' | null
  /** Rows made so far: their ids are made from it. */
  made: number
}

export interface Agency {
  key: string
  name: string
  phone: string
  hours: string
  callPrice: string
  senderAddress: string
  postalAddress: string
  /** Of the legal notice; null: not said yet. */
  registration: string | null
  publicationDirector: string | null
  hostCompany: string | null
  logo: string | null
  accent: string | null
  hostNames: string[]
}

export interface Owner {
  id: string
  agencyKey: string
  title: string
  firstName: string
  lastName: string
  /** YYYY-MM-DD. */
  birthDate: string | null
}

export interface Account {
  id: string
  ownerId: string
  identifier: string
  identifierKey: string
  residence: string
  state: AccountState
  /** In its normal form (domain/issued-password.ts). A mock keeps no secret of anybody: no hash is needed. */
  issuedPassword: string | null
  issuedExpiresAt: Date | null
  credentialId: string | null
}

export interface Credential {
  id: string
  ownerId: string
  email: string
  emailVerifiedAt: Date
  password: string
  passwordChangedAt: Date
  previousEmail: string | null
  emailChangedAt: Date | null
  emailUndoneAt: Date | null
  /** The addresses it had before, and until when. */
  formerEmails: { email: string; until: Date }[]
  resetBlockedUntil: Date | null
  emailRefusedAt: Date | null
  emailRefusedFor: DeliveryReason | null
}

export interface Flow extends FlowFacts {
  id: string
  handle: string
  accountId: string | null
  /** RESET: what was typed, as one subject to count on. */
  pair: string | null
  createdAt: Date
  codes: Code[]
}

export interface Code extends CodeFacts {
  digits: string
  /** Null: mailed to nobody. */
  messageId: string | null
}

export interface Session {
  id: string
  token: string
  accountId: string
  device: DeviceKind
  browser: BrowserKind
  network: string
  createdAt: Date
  lastUsedAt: Date
  expiresAt: Date
  endedAt: Date | null
}

export interface FreezeLink {
  token: string
  credentialId: string
  /** The accounts that its notice named. */
  accountIds: string[]
  expiresAt: Date
  usedAt: Date | null
}

export interface StaffAction extends StaffActionFacts {
  token: string
  kind: StaffActionKind
  accountId: string
}

export type MessageKind =
  | 'MIGRATION_CODE'
  | 'RESET_CODE'
  | 'EMAIL_CHANGE_CODE'
  | 'ACCOUNT_OPENED'
  | 'PASSWORD_CHANGED'
  | 'EMAIL_CHANGED'
  | 'ACCOUNT_FROZEN'
  | 'FREEZE_NOTICE'
  | 'RESET_GUARDED'

/** A mail, from the step that asked for it to what its server said. */
export interface Message {
  id: string
  kind: MessageKind
  to: string
  accountId: string
  flowId: string | null
  /** The token of the link it carries. */
  link: string | null
  /** A masked address that it speaks of. */
  about: string | null
  createdAt: Date
  giveUpAt: Date
  state: 'QUEUED' | 'SENT' | 'ABANDONED'
  lastReply: string | null
  settledAt: Date | null
  nextAttemptAt: Date
  deliveries: DeliveryRow[]
}

/** What a mail server does with our mail. */
export type Fate =
  /** Takes it, but its challenge filter keeps it. */
  | { filter: string }
  /** Says so at each attempt: `552 5.2.2` (full), `550 5.1.1` (unknown) … */
  | { reply: string }
  /** Says so at the first attempts, then takes it. */
  | { reply: string; attempts: number }
  /** Takes it, and keeps it so long before it can be read. */
  | { minutes: number }

export const emptyState = (): State => ({
  agencies: [],
  owners: [],
  accounts: [],
  credentials: [],
  flows: [],
  sessions: [],
  links: [],
  staffActions: [],
  messages: [],
  events: [],
  counted: {},
  fates: {},
  domains: {},
  trouble: null,
  made: 0,
})
