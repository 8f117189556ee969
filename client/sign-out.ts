import { graphql } from './graphql.ts'
import { busy } from './refusals.ts'

/** Ends the session of the bearer token. */
export const SignOut = graphql(
  `
    mutation SignOut {
      signOut {
        __typename
        ... on Refusal {
          message
        }
        ...BusyFields
      }
    }
  `,
  [busy],
)
