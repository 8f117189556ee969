import type { FlowKind } from '../../../server/domain/flow.ts'
import type { AccountState } from '../../../server/domain/staff-action.ts'

/**
 * What the model of the journeys believes: the design's own rules said again in the plainest way, from what actors know
 * and were answered, never from the tables. Instants are milliseconds.
 */
export interface ModelOwner {
  id: string
  accounts: ModelAccount[]
  credentials: ModelCredential[]
  /** Addresses that its mail went to, and until when. */
  left: { email: string; until: number }[]
}

export interface ModelAccount {
  id: string
  identifier: string
  owner: ModelOwner
  state: AccountState
  /** The newest letter's password. */
  issued: string
  /** When that letter stops opening; null: never. */
  issuedUntil: number | null
  credential: ModelCredential | null
  /** Wrong codes that count on the account, whichever flow they were typed in. */
  wrong: number[]
  /** Those typed in changes of e-mail: the only ones that stop a change. */
  wrongInChanges: number[]
}

export interface ModelCredential {
  owner: ModelOwner
  /** Null: one that nobody knows (a thaw's). */
  password: string | null
  email: string
  verifiedAt: number
  resetBlockedUntil: number
  /** Frozen by the service and not opened again. */
  frozenByService: boolean
  /** Its row, once seen. */
  row: string | null
}

export interface ModelCode {
  digits: string
  email: string
  set: number
  issuedAt: number
  used: boolean
}

export interface ModelFlow {
  kind: FlowKind
  handle: string
  account: ModelAccount
  /** False in a RESET that opens nothing, or nothing any more: no code of it is right. */
  opens: boolean
  step: 'CHOOSE_EMAIL' | 'ENTER_CODE' | 'SET_PASSWORD'
  email: string | null
  /** Its codes go to the owner's verified address and nowhere else. */
  fixed: boolean
  codes: ModelCode[]
  set: number
  allowed: number
  spent: number
  lateSent: boolean
  verifiedAt: number | null
  expiresAt: number
  end: 'COMPLETED' | 'CANCELLED' | 'SUPERSEDED' | null
}

export interface ModelSession {
  token: string
  account: ModelAccount
  createdAt: number
  lastUsedAt: number
  ended: boolean
}

export interface Model {
  owners: ModelOwner[]
  accounts: ModelAccount[]
  flows: ModelFlow[]
  sessions: ModelSession[]
  /** Wrong codes of what a RESET's caller typed, by identifier and address. */
  wrongOnPair: Map<string, number[]>
  /** What the service was asked for on an open account, and when its owner was told. */
  requests: { owner: ModelOwner; at: number }[]
  /** Steps of the sequence that changed something: a run that is all refusals proves little. */
  deeds: Map<string, number>
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
const windows = [
  { max: 10, span: day },
  { max: 50, span: 365 * day },
]

/** What a log of wrong codes leaves: ten in a day, fifty in a year. */
export const triesLeft = (wrong: readonly number[], now: number): number =>
  Math.max(0, Math.min(...windows.map(({ max, span }) => max - wrong.filter((at) => at > now - span).length)))

export const isOver = (flow: ModelFlow, now: number): boolean => flow.end !== null || now > flow.expiresAt

/** A typed code serves for a quarter of an hour. */
export function stepOf(flow: ModelFlow, now: number): ModelFlow['step'] {
  const lapsed = flow.verifiedAt !== null && now > flow.verifiedAt + 15 * minute
  return flow.step === 'SET_PASSWORD' && lapsed ? 'ENTER_CODE' : flow.step
}

export function isLive(session: ModelSession, now: number): boolean {
  const { ended, createdAt, lastUsedAt, account } = session
  return !ended && now < createdAt + 12 * hour && now < lastUsedAt + 30 * minute && account.state === 'ACTIVE'
}

export const sharing = (m: Model, credential: ModelCredential | null): ModelAccount[] =>
  credential ? m.accounts.filter((account) => account.credential === credential) : []

/** The credential whose address was verified last: where a next letter's code goes. */
export const verifiedLast = ({ credentials }: ModelOwner): ModelCredential | undefined =>
  credentials.toSorted((a, b) => a.verifiedAt - b.verifiedAt).at(-1)

/** Everybody who must hear what closes or opens an account: where its mail goes, and went within thirty days. */
export function knownAddresses(m: Model, owner: ModelOwner, now: number): string[] {
  const open = owner.credentials.filter((one) =>
    sharing(m, one).some(({ state }) => state === 'ACTIVE' || state === 'FROZEN'),
  )
  const last = verifiedLast(owner)
  const left = owner.left.filter(({ until }) => until > now - 30 * day)
  return [...new Set([...open, ...(last ? [last] : []), ...left].map(({ email }) => email))]
}

/** Ends flows as another step of their owner does: a reset that waits for its code ends in silence. */
export function endFlows(
  m: Model,
  ended: { accounts: readonly ModelAccount[]; kinds: readonly FlowKind[]; except?: ModelFlow },
  now: number,
): void {
  for (const flow of m.flows) {
    const chosen = ended.accounts.includes(flow.account) && ended.kinds.includes(flow.kind) && flow !== ended.except
    if (!chosen || isOver(flow, now) || (flow.kind === 'RESET' && !flow.opens)) continue
    if (flow.kind === 'RESET' && flow.step === 'ENTER_CODE') flow.opens = false
    else flow.end = 'SUPERSEDED'
  }
}

export function endSessions(m: Model, accounts: readonly ModelAccount[], except?: ModelSession): void {
  for (const session of m.sessions) if (accounts.includes(session.account) && session !== except) session.ended = true
}
