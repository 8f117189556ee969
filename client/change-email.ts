import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import {
  busy,
  emailQuestioned,
  emailRefused,
  inputRefused,
  sendRefused,
  signInRefused,
  tooManyTries,
} from './refusals.ts'

/** Another e-mail address, with the current password. The old one stays until the code is typed. */
export const ChangeEmail = graphql(
  `
    mutation ChangeEmail($input: ChangeEmailInput!) {
      changeEmail(input: $input) {
        __typename
        ... on EmailChangeStarted {
          handle
          flow {
            ...FlowFields
          }
        }
        ... on Refusal {
          message
        }
        ...EmailRefusedFields
        ...EmailQuestionedFields
        ...SignInRefusedFields
        ...SendRefusedFields
        ...InputRefusedFields
        ...TooManyTriesFields
        ...BusyFields
      }
    }
  `,
  [flowFields, emailQuestioned, emailRefused, signInRefused, sendRefused, inputRefused, tooManyTries, busy],
)
