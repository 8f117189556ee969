import { graphql } from './graphql.ts'
import { busy, flowClosed } from './refusals.ts'

/**
 * A flow as it stands, then each change of it, as server-sent events by POST. FlowClosed and Busy are the last word: two
 * may listen to a flow at once, and whoever is told Busy asks `flow` from time to time.
 */
export const FlowUpdated = graphql(
  `
    subscription FlowUpdated($flow: String!) {
      flowUpdated(flow: $flow) {
        __typename
        ... on FlowUpdate {
          step
          delivery {
            status
            reason
            by
            filter
            at
            nextAttemptAt
          }
          codeValidUntil
          expiresAt
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
