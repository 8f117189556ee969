import type { Context, MiddlewareHandler } from 'hono'
import type { Edge } from './edge.ts'

const retryAfterSeconds = 5

/**
 * So many requests are in hand at once; one more is told `Busy` before anything is done for it. Without a bound each
 * waits for a connection of the database longer than the one before, until all of them fail. Counted until the answer
 * begins: an event stream holds no place.
 */
export function admitRequests(greatest: number): MiddlewareHandler<Edge> {
  let inHand = 0
  return async (c, next) => {
    if (inHand >= greatest) return tellBusy(c)
    inHand++
    try {
      await next()
    } finally {
      inHand--
    }
  }
}

/** 503 and when to come back: in words, or as the API says it. */
export function tellBusy(c: Context<Edge>): Response {
  c.header('retry-after', String(retryAfterSeconds))
  if (c.req.path !== '/graphql') return c.text(busyWords, 503)
  const extensions = { code: 'BUSY', retryAfterSeconds }
  return c.json({ errors: [{ message: 'Busy.', extensions }] }, 503)
}

const busyWords = `Le site est très demandé. Réessayez dans ${retryAfterSeconds} secondes. Rien n’est perdu.\n`
