import type { MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import { createBoundedTelling } from '../domain/bounded-telling.ts'
import { clientNetwork } from '../domain/network.ts'
import type { Edge } from './edge.ts'
import { loggedPath } from './logged-path.ts'

/** What our own pages and partners' programs never bring about. */
const attempts = new Set([400, 401, 403, 405, 413, 415, 429])
const eachMinute = 20
const longestPath = 80

/**
 * Tells the log of requests that no page of ours sends: malformed, too large, of a foreign origin, by another method,
 * with a key that is none (ASVS 16.3.2, 16.3.3). Bounded, and of the caller the network alone.
 */
export function tellRefusals({ clock, log }: Pick<Deps, 'clock' | 'log'>): MiddlewareHandler<Edge> {
  const telling = createBoundedTelling(eachMinute)
  return async (c, next) => {
    await next()
    const { status } = c.res
    if (!attempts.has(status)) return
    const { tell, passed } = telling.note(String(status), clock.now())
    if (passed) log.info({ passed }, 'requests refused, not told one by one')
    if (!tell) return
    const path = loggedPath(c.req.path).slice(0, longestPath)
    const network = clientNetwork(c.get('client').address)
    log.info({ method: c.req.method, path, status, network }, 'request refused')
  }
}
