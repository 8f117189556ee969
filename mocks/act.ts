import type { MadeWith } from '../server/domain/made-with.ts'
import type { KeyKind, KeyScope } from '../server/domain/partner-key.ts'
import type { PasswordPolicy } from '../server/domain/password.ts'
import type { Rules } from '../server/domain/rules.ts'
import type { Random } from './random.ts'
import type { Session, State } from './state.ts'

/** What a step is done with: the same for every step, at one instant. */
export interface Act {
  state: State
  rules: Rules
  policy: PasswordPolicy
  random: Random
  /** Known-common passwords; the server's own list is larger. */
  isCommon(password: string): boolean
  now: Date
  caller: Caller
  /** The session of the bearer token; null when there is none that lives. */
  session: Session | null
}

/** Where a request comes from. */
export interface Sender {
  clientAddress: string
  userAgent: string | null
  /** The page it was sent by; null: by none (a server, a test). */
  origin: string | null
}

export interface Caller extends Omit<Sender, 'origin'> {
  realm: string
  /** Null: it came without one. */
  key: CallerKey | null
}

/** A key that may be used now, and what it opens. */
export interface CallerKey {
  id: string
  partnerId: string
  partner: string
  kind: KeyKind
  scopes: readonly KeyScope[]
  agencyIds: readonly string[]
  closedIds: readonly string[]
}

/** What a flow or a session remembers of the key that made it. */
export const via = ({ realm, key }: Caller): MadeWith => ({
  realm,
  partnerId: key?.partnerId ?? null,
  keyId: key?.id ?? null,
})
