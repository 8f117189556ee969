import { agencyFields } from './agency.ts'
import { graphql, type ResultOf } from './graphql.ts'
import { flowClosed } from './refusals.ts'

export const flowFields = graphql(
  `
  fragment FlowFields on Flow @_unmask {
    __typename
    kind
    step
    owner {
      title
      lastName
    }
    account {
      id
      identifier
      residence
    }
    agency {
      ...AgencyFields
    }
    email
    emailFixed
    codeOpen
    codeValidUntil
    earlierCodeValidUntil
    codeLifespanMinutes
    codeSentAt
    resendAt
    triesLeft
    delivery {
      status
      reason
      by
      filter
      at
      nextAttemptAt
    }
    accounts {
      id
      identifier
      residence
    }
    joinable {
      id
      identifier
      residence
    }
    expiresAt
  }
`,
  [agencyFields],
)
export type Flow = ResultOf<typeof flowFields>

/** Where a handle's journey stands. */
export const FlowQuery = graphql(
  `
    query Flow($flow: String!) {
      flow(flow: $flow) {
        __typename
        ...FlowFields
        ... on Refusal {
          message
        }
        ...FlowClosedFields
      }
    }
  `,
  [flowFields, flowClosed],
)
