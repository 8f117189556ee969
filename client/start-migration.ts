import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import { busy, inputRefused, signInRefused, tooManyTries } from './refusals.ts'

/** For screens that keep the first connection apart from sign-in; the site's single form uses `SignIn`. */
export const StartMigration = graphql(
  `
    mutation StartMigration($input: StartMigrationInput!) {
      startMigration(input: $input) {
        __typename
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
