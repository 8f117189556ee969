import { graphql, type ResultOf } from './graphql.ts'
import { busy, flowClosed } from './refusals.ts'

/** The owner's no to what the service was asked for, with the secret of the notice's link. */
export const CancelStaffAction = graphql(
  `
    mutation CancelStaffAction($input: CancelStaffActionInput!) {
      cancelStaffAction(input: $input) {
        __typename
        ... on StaffActionCancelled {
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
export type StaffActionKind = Extract<
  ResultOf<typeof CancelStaffAction>['cancelStaffAction'],
  { __typename: 'StaffActionCancelled' }
>['kind']
