import { graphql } from './graphql.ts'

/** Which accounts of the key's agencies have migrated, a page at a time; null for keys without READ_ACCOUNTS. */
export const Accounts = graphql(`
  query Accounts(
    $first: Int
    $after: String
    $agency: String
    $state: [AccountState!]
    $migratedSince: DateTime
  ) {
    accounts(first: $first, after: $after, agency: $agency, state: $state, migratedSince: $migratedSince) {
      edges {
        node {
          identifier
          state
          migratedAt
          agency
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
