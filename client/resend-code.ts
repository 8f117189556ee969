import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import { busy, flowClosed, sendRefused, tooManyTries, wrongStep } from './refusals.ts'

/** Another code to the same address; the earlier ones stay valid until their own time. */
export const ResendCode = graphql(
  `
    mutation ResendCode($input: ResendCodeInput!) {
      resendCode(input: $input) {
        __typename
        ... on CodeSent {
          flow {
            ...FlowFields
          }
        }
        ... on Refusal {
          message
        }
        ...SendRefusedFields
        ...TooManyTriesFields
        ...FlowClosedFields
        ...BusyFields
        ...WrongStepFields
      }
    }
  `,
  [flowFields, sendRefused, tooManyTries, flowClosed, wrongStep, busy],
)
