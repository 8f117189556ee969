import type { ActivityKind } from '../server/domain/activity.ts'
import type { CodeFacts } from '../server/domain/code-life.ts'
import type { DeliveryReason } from '../server/domain/delivery.ts'
import type { BrowserKind, DeviceKind } from '../server/domain/device.ts'
import type { FlowFacts } from '../server/domain/flow.ts'
import type { MadeWith } from '../server/domain/made-with.ts'
import type { AccountState, StaffActionFacts, StaffActionKind } from '../server/domain/staff-action.ts'
import type { MockKey } from './keys.ts'
import type { Fate, Message } from './mail-state.ts'
import type { KeptAnswer } from './repeat.ts'

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
  /** What was done, oldest first: « Dernières activités », and what partners are told. */
  events: Event[]
  /** Partners' keys, and how often each was used in the minute that began at `from`. */
  keys: MockKey[]
  keyUses: Record<string, { from: Date; count: number }>
  /** What was answered to requests with an `Idempotency-Key`. */
  answers: Record<string, KeptAnswer>
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
  /** When its first connection was finished, the last time; null: not yet. */
  activatedAt: Date | null
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

export interface Flow extends FlowFacts, MadeWith {
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

export interface Session extends MadeWith {
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

export interface Event {
  kind: ActivityKind | 'CREDENTIAL_FROZEN'
  at: Date
  accountId: string
  /** Of whose key; null: without one. */
  partnerId: string | null
  /** Ids of the accounts that it happened to as well. */
  sharing: readonly string[]
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
  keys: [],
  keyUses: {},
  answers: {},
  counted: {},
  fates: {},
  domains: {},
  trouble: null,
  made: 0,
})
