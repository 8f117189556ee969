import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import { busy, codeRefused, flowClosed, tooManyTries, wrongStep } from './refusals.ts'

/** The code of the mail, as typed or pasted: the API reads spaces, hyphens and whole sentences. */
export const VerifyEmailCode = graphql(
  `
    mutation VerifyEmailCode($input: VerifyEmailCodeInput!) {
      verifyEmailCode(input: $input) {
        __typename
        ... on CodeVerified {
          flow {
            ...FlowFields
          }
        }
        ... on EmailChanged {
          account {
            id
          }
        }
        ... on Refusal {
          message
        }
        ...CodeRefusedFields
        ...TooManyTriesFields
        ...FlowClosedFields
        ...BusyFields
        ...WrongStepFields
      }
    }
  `,
  [flowFields, codeRefused, tooManyTries, flowClosed, wrongStep, busy],
)
