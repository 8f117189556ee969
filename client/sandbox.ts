import { graphql } from './graphql.ts'
import { busy, inputRefused } from './refusals.ts'

/** The test mode of the key: its people, its clock, its mails (of one account or address); null for other keys. */
export const Sandbox = graphql(`
  query Sandbox($identifier: String, $email: String) {
    sandbox {
      now
      aheadSeconds
      accounts {
        identifier
        password
        email
        happens
      }
      mailbox(identifier: $identifier, email: $email) {
        id
        at
        to
        identifier
        subject
        text
        code
        delivery {
          status
          reason
          by
          filter
          at
          nextAttemptAt
        }
      }
    }
  }
`)

/** Lets time pass in the sandbox. */
export const MoveClock = graphql(
  `
    mutation MoveClock($input: MoveClockInput!) {
      moveClock(input: $input) {
        __typename
        ... on ClockMoved {
          now
          aheadSeconds
        }
        ... on Refusal {
          message
        }
        ...InputRefusedFields
        ...BusyFields
      }
    }
  `,
  [inputRefused, busy],
)

/** Makes everybody of the sandbox anew. */
export const ResetSandbox = graphql(
  `
    mutation ResetSandbox {
      resetSandbox {
        __typename
        ... on SandboxReset {
          ok
        }
        ... on Refusal {
          message
        }
        ...BusyFields
      }
    }
  `,
  [busy],
)
