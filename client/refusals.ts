import { graphql, type ResultOf } from './graphql.ts'

// GraphQL gives one name one type within a document, and `reason` has four enums: each takes its own name here.
export const signInRefused = graphql(`
  fragment SignInRefusedFields on SignInRefused @_unmask {
    __typename
    cause: reason
    knownTriesLeft: triesLeft
    expiredAt
  }
`)
export const tooManyTries = graphql(`
  fragment TooManyTriesFields on TooManyTries @_unmask {
    __typename
    retryAt
  }
`)
export const emailRefused = graphql(`
  fragment EmailRefusedFields on EmailRefused @_unmask {
    __typename
    fault: reason
    meant: suggestion
  }
`)
export const emailQuestioned = graphql(`
  fragment EmailQuestionedFields on EmailQuestioned @_unmask {
    __typename
    suggestion
    filter
    noServer
  }
`)
export const codeRefused = graphql(`
  fragment CodeRefusedFields on CodeRefused @_unmask {
    __typename
    miss: reason
    triesLeft
    sentAgainAt
  }
`)
export const sendRefused = graphql(`
  fragment SendRefusedFields on SendRefused @_unmask {
    __typename
    retryAt
  }
`)
export const passwordRefused = graphql(`
  fragment PasswordRefusedFields on PasswordRefused @_unmask {
    __typename
    unmet
  }
`)
export const flowClosed = graphql(`
  fragment FlowClosedFields on FlowClosed @_unmask {
    __typename
    end: reason
  }
`)
export type FlowClosedReason = ResultOf<typeof flowClosed>['end']
export const wrongStep = graphql(`
  fragment WrongStepFields on WrongStep @_unmask {
    __typename
    expected
  }
`)
export const inputRefused = graphql(`
  fragment InputRefusedFields on InputRefused @_unmask {
    __typename
    fields {
      field
      reason
    }
  }
`)
export const busy = graphql(`
  fragment BusyFields on Busy @_unmask {
    __typename
    retryAfterSeconds
  }
`)

export const idempotencyRefused = graphql(`
  fragment IdempotencyRefusedFields on IdempotencyRefused @_unmask {
    __typename
    repeat: reason
  }
`)

export type EmailQuestion = ResultOf<typeof emailQuestioned>

/** What only a program with a partner's key or an `Idempotency-Key` is told. */
export type ProgramRefusal = { __typename: 'NotAllowed' } | ResultOf<typeof idempotencyRefused>

/** Every expected "no" that an owner may meet, with its machine fields. Words are made from these, never from `message`. */
export type Refusal =
  | ResultOf<typeof signInRefused>
  | ResultOf<typeof tooManyTries>
  | ResultOf<typeof emailRefused>
  | ResultOf<typeof emailQuestioned>
  | ResultOf<typeof codeRefused>
  | ResultOf<typeof sendRefused>
  | ResultOf<typeof passwordRefused>
  | ResultOf<typeof flowClosed>
  | ResultOf<typeof wrongStep>
  | ResultOf<typeof inputRefused>
  | ResultOf<typeof busy>
  | { __typename: 'NotSignedIn' }

/**
 * True for a refusal, false for a step's success. Works for union members that did not exist when the client was
 * written: only refusals carry a `message` (the contract), so every document selects `... on Refusal { message }`.
 */
export function isRefusal<T extends { __typename: string }>(result: T): result is Extract<T, { message: string }> {
  return 'message' in result
}
