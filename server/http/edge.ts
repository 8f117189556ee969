import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Client } from './client.ts'

/** What each request carries through the HTTP rooms. */
export interface Edge {
  Bindings: HttpBindings
  Variables: {
    /** Of this answer's content security policy. */
    nonce: string
    /** Read out on the telephone; in the log line of a failure. Example: A7K-42P. */
    reference: string
    /** Who asks, and under which host name. */
    client: Client
    /** The Origin it bears, and whether that is one of ours; null: none. */
    origin: { name: string; ours: boolean } | null
  }
}

/** A short answer that any reader understands: JSON in GraphQL's form for the API, a sentence otherwise. */
export function answer(c: Context<Edge>, status: 400 | 403 | 405 | 413 | 415 | 500, words: { fr: string; en: string }) {
  if (c.req.path === '/graphql') return c.json({ errors: [{ message: words.en }] }, status)
  return c.text(`${words.fr}\n`, status)
}
