import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import { busy, emailRefused, inputRefused, sendRefused, tooManyTries } from './refusals.ts'

/** A forgotten password. The same answer whether or not the identifier and the address go together. */
export const RequestReset = graphql(
  `
    mutation RequestReset($input: RequestResetInput!) {
      requestReset(input: $input) {
        __typename
        ... on ResetRequested {
          handle
          flow {
            ...FlowFields
          }
        }
        ... on Refusal {
          message
        }
        ...InputRefusedFields
        ...EmailRefusedFields
        ...SendRefusedFields
        ...TooManyTriesFields
        ...BusyFields
      }
    }
  `,
  [flowFields, inputRefused, emailRefused, sendRefused, tooManyTries, busy],
)
