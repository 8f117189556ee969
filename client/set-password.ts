import { graphql } from './graphql.ts'
import { busy, flowClosed, inputRefused, passwordRefused, wrongStep } from './refusals.ts'

/** The password chosen, or the one kept (`keepPasswordOf`). Ends the flow; after a migration, opens a session. */
export const SetPassword = graphql(
  `
    mutation SetPassword($input: SetPasswordInput!) {
      setPassword(input: $input) {
        __typename
        ... on PasswordSet {
          token
          accounts {
            id
            identifier
          }
        }
        ... on Refusal {
          message
        }
        ...PasswordRefusedFields
        ...FlowClosedFields
        ...WrongStepFields
        ...InputRefusedFields
        ...BusyFields
      }
    }
  `,
  [passwordRefused, flowClosed, wrongStep, inputRefused, busy],
)
