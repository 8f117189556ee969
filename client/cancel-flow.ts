import { graphql } from './graphql.ts'
import { busy, flowClosed } from './refusals.ts'

/** Ends a journey that its owner gives up; everything stays as it was before it. */
export const CancelFlow = graphql(
  `
    mutation CancelFlow($input: CancelFlowInput!) {
      cancelFlow(input: $input) {
        __typename
        ... on FlowCancelled {
          kind
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
