import { graphql, type ResultOf } from './graphql.ts'

/** The open sessions of the accounts that share the owner's password, the newest used first. */
export const SessionsQuery = graphql(`
  query Sessions {
    me {
      sessions {
        id
        current
        device
        browser
        network
        lastUsedAt
      }
    }
  }
`)
export type Session = NonNullable<ResultOf<typeof SessionsQuery>['me']>['sessions'][number]
