import { graphql } from './graphql.ts'
import { busy, flowClosed } from './refusals.ts'

/** « Ce n'est pas moi »: closes the accounts of a notice, with the secret of its link. */
export const Freeze = graphql(
  `
    mutation Freeze($input: FreezeInput!) {
      freeze(input: $input) {
        __typename
        ... on Frozen {
          emailUndo
        }
        ... on Refusal {
          message
        }
        ...FlowClosedFields
        ...BusyFields
      }
    }
  `,
  [flowClosed, busy],
)
