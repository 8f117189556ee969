import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import { busy, inputRefused, signInRefused, tooManyTries } from './refusals.ts'

/** An identifier and its password; a right issued password begins, or resumes, a migration. */
export const SignIn = graphql(
  `
    mutation SignIn($input: SignInInput!) {
      signIn(input: $input) {
        __typename
        ... on SignedIn {
          token
        }
        ... on MigrationStarted {
          handle
          flow {
            ...FlowFields
          }
        }
        ... on Refusal {
          message
        }
        ...SignInRefusedFields
        ...TooManyTriesFields
        ...InputRefusedFields
        ...BusyFields
      }
    }
  `,
  [flowFields, signInRefused, tooManyTries, inputRefused, busy],
)
