import { graphql } from './graphql.ts'
import { busy } from './refusals.ts'

/** Ends one of the sessions, or all but the caller's (`session` null). */
export const EndSession = graphql(
  `
    mutation EndSession($input: EndSessionInput!) {
      endSession(input: $input) {
        __typename
        ... on SessionsEnded {
          count
          emailChangeEnded
        }
        ... on Refusal {
          message
        }
        ...BusyFields
      }
    }
  `,
  [busy],
)
