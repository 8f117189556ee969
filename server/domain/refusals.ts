import type { PasswordRule } from './password.ts'

/**
 * The expected "no"s. A use-case returns one from inside its transaction (never throws it), so that the counted try
 * and the event are committed with it. `__typename` is its name in the contract; words are made at the edges.
 */
export type Refusal =
  | SignInRefused
  | TooManyTries
  | EmailRefused
  | EmailQuestioned
  | CodeRefused
  | SendRefused
  | PasswordRefused
  | FlowClosed
  | WrongStep
  | NotSignedIn
  | InputRefused
  | Busy
  | NotAllowed
  | IdempotencyRefused
  | CursorRefused

export const signInReasons = ['WRONG', 'ISSUED_EXPIRED', 'FROZEN'] as const
export interface SignInRefused {
  __typename: 'SignInRefused'
  reason: (typeof signInReasons)[number]
  triesLeft: number | null
  expiredAt: Date | null
}

export interface TooManyTries {
  __typename: 'TooManyTries'
  retryAt: Date | null
}

export const emailReasons = [
  'EMPTY',
  'NO_AT',
  'NO_DOMAIN',
  'SPACES',
  'TOO_LONG',
  'MALFORMED',
  'QUOTED',
  'ACCENTS',
  'LOOK_ALIKE',
  'FIXED',
  'DIFFERENT',
  'SAME',
] as const
export type EmailReason = (typeof emailReasons)[number]
export interface EmailRefused {
  __typename: 'EmailRefused'
  reason: EmailReason
  /** What was plainly meant, where something was. Never in a RESET. */
  suggestion: string | null
}

/** Warned, never blocked: the same address with `confirmed` is taken. At least one of the three speaks. */
export interface EmailQuestioned {
  __typename: 'EmailQuestioned'
  /** The address that was probably meant. */
  suggestion: string | null
  /** The challenge filter that its mailbox stands behind. */
  filter: string | null
  /** Its domain takes no mail, as far as the DNS says. */
  noServer: boolean
}

export const codeReasons = ['WRONG', 'EXPIRED', 'MALFORMED'] as const
export interface CodeRefused {
  __typename: 'CodeRefused'
  reason: (typeof codeReasons)[number]
  triesLeft: number
  sentAgainAt: Date | null
}

export interface SendRefused {
  __typename: 'SendRefused'
  retryAt: Date | null
}

export interface PasswordRefused {
  __typename: 'PasswordRefused'
  unmet: PasswordRule[]
}

export const closedReasons = ['COMPLETED', 'CANCELLED', 'SUPERSEDED', 'EXPIRED', 'UNKNOWN'] as const
export interface FlowClosed {
  __typename: 'FlowClosed'
  reason: (typeof closedReasons)[number]
}

export interface WrongStep {
  __typename: 'WrongStep'
  expected: FlowStep
}

export interface NotSignedIn {
  __typename: 'NotSignedIn'
}

export const inputReasons = ['REQUIRED', 'TOO_LONG', 'MALFORMED', 'UNKNOWN'] as const
export interface InputFault {
  field: string
  reason: (typeof inputReasons)[number]
}
export interface InputRefused {
  __typename: 'InputRefused'
  fields: InputFault[]
}

export interface Busy {
  __typename: 'Busy'
  retryAfterSeconds: number
}

/** What the caller's key does not open. */
export interface NotAllowed {
  __typename: 'NotAllowed'
}

export const idempotencyReasons = ['OTHER_REQUEST', 'SECRET_OVER', 'MALFORMED'] as const
export interface IdempotencyRefused {
  __typename: 'IdempotencyRefused'
  reason: (typeof idempotencyReasons)[number]
}

export const cursorReasons = ['UNKNOWN', 'PURGED'] as const
/** A place in a feed that nothing goes on from. */
export interface CursorRefused {
  __typename: 'CursorRefused'
  reason: (typeof cursorReasons)[number]
}

export const flowSteps = ['CHOOSE_EMAIL', 'ENTER_CODE', 'SET_PASSWORD'] as const
export type FlowStep = (typeof flowSteps)[number]
