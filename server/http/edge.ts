import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** What each request carries through the HTTP rooms. */
export interface Edge {
  Bindings: HttpBindings
  Variables: {
    /** Of this answer's content security policy. */
    nonce: string
    /** Read out on the telephone; in the log line of a failure. Example: A7K-42P. */
    reference: string
  }
}

/** The address of the socket itself: a header can say anything (security.md, limits). */
export function clientAddress(c: Context<Edge>): string {
  return c.env.incoming.socket.remoteAddress ?? 'unknown'
}

/** A short answer that any reader understands: JSON in GraphQL's form for the API, a sentence otherwise. */
export function answer(c: Context<Edge>, status: 400 | 403 | 405 | 413 | 415 | 500, words: { fr: string; en: string }) {
  if (c.req.path === '/graphql') return c.json({ errors: [{ message: words.en }] }, status)
  return c.text(`${words.fr}\n`, status)
}
