import { graphql } from './graphql.ts'
import { busy, inputRefused, passwordRefused, signInRefused, tooManyTries } from './refusals.ts'

/** Another password, with the current one. Every session ends; the caller's goes on under the new token. */
export const ChangePassword = graphql(
  `
    mutation ChangePassword($input: ChangePasswordInput!) {
      changePassword(input: $input) {
        __typename
        ... on PasswordChanged {
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
