import { graphql } from './graphql.ts'

/** What happened to the accounts of the key's agencies behind a cursor; null for keys without READ_EVENTS. */
export const Events = graphql(`
  query Events($after: String, $first: Int) {
    events(after: $after, first: $first) {
      __typename
      ... on EventPage {
        events {
          id
          type
          at
          account
          sharing
          agency
          byThisPartner
        }
        cursor
        hasMore
      }
      ... on CursorRefused {
        reason
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** Where events are sent, and what became of the last; null for keys without READ_EVENTS. */
export const Webhooks = graphql(`
  query Webhooks($last: Int) {
    webhooks {
      url
      state
      stop
      failingSince
      deliveries(last: $last) {
        event
        type
        state
        attempts
        queuedAt
        lastAttemptAt
        lastAnswer
        nextAttemptAt
      }
    }
  }
`)
