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

export interface Caller {
  clientAddress: string
  userAgent: string | null
}
