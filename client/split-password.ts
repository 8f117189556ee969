import { graphql } from './graphql.ts'
import { busy, inputRefused, passwordRefused, signInRefused, tooManyTries } from './refusals.ts'

/** A password of its own for one of the accounts that share one. */
export const SplitPassword = graphql(
  `
    mutation SplitPassword($input: SplitPasswordInput!) {
      splitPassword(input: $input) {
        __typename
        ... on PasswordSplit {
          token
        }
        ... on Refusal {
          message
        }
        ...SignInRefusedFields
        ...PasswordRefusedFields
        ...InputRefusedFields
        ...TooManyTriesFields
        ...BusyFields
      }
    }
  `,
  [signInRefused, passwordRefused, inputRefused, tooManyTries, busy],
)
