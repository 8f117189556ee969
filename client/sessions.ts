import { graphql, type ResultOf } from './graphql.ts'

/** What was done lately on the accounts that share the owner's password, and where they are signed in. */
export const SessionsQuery = graphql(`
  query Sessions {
    me {
      sessions {
        id
        current
        device
        browser
        network
        partner
        lastUsedAt
      }
      activities {
        kind
        at
        times
        partner
        account {
          identifier
        }
      }
    }
  }
`)
export type Session = NonNullable<ResultOf<typeof SessionsQuery>['me']>['sessions'][number]
export type Activity = NonNullable<ResultOf<typeof SessionsQuery>['me']>['activities'][number]
