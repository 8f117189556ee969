import { flowFields } from './flow.ts'
import { graphql } from './graphql.ts'
import { busy, emailQuestioned, emailRefused, flowClosed, sendRefused, tooManyTries, wrongStep } from './refusals.ts'

/** The address of the account. `email` null: the one the flow shows masked. Sends a code. */
export const ChooseEmail = graphql(
  `
    mutation ChooseEmail($input: ChooseEmailInput!) {
      chooseEmail(input: $input) {
        __typename
        ... on CodeSent {
          flow {
            ...FlowFields
          }
        }
        ... on Refusal {
          message
        }
        ...EmailRefusedFields
        ...EmailQuestionedFields
        ...SendRefusedFields
        ...TooManyTriesFields
        ...FlowClosedFields
        ...BusyFields
        ...WrongStepFields
      }
    }
  `,
  [flowFields, emailQuestioned, emailRefused, sendRefused, tooManyTries, flowClosed, wrongStep, busy],
)
