import { agencyFields } from './agency.ts'
import { graphql, type ResultOf } from './graphql.ts'

/** The signed-in owner; null without a live session. */
export const MeQuery = graphql(
  `
  query Me {
    me {
      account {
        id
        identifier
        residence
        state
      }
      owner {
        title
        lastName
      }
      accounts {
        id
        identifier
        residence
        state
      }
      sharingAccounts {
        id
        identifier
        residence
        state
      }
      agency {
        ...AgencyFields
      }
      email
      emailRefused {
        at
        reason
      }
      passwordChangedAt
      resetBlockedUntil
      pendingEmailChange {
        email
        startedAt
      }
      previousSignInAt
    }
  }
`,
  [agencyFields],
)
export type Me = NonNullable<ResultOf<typeof MeQuery>['me']>
