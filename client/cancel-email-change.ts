import { graphql } from './graphql.ts'
import { busy } from './refusals.ts'

/** Ends the change of e-mail under way, wherever it began; the address stays as it is. */
export const CancelEmailChange = graphql(
  `
    mutation CancelEmailChange {
      cancelEmailChange {
        __typename
        ... on EmailChangeCancelled {
          count
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
