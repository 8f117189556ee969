import type { MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import type { Edge } from './edge.ts'
import { type IsAmong, keptOrigins } from './kept-origins.ts'

/** Judges whether an origin is registered for any partner's key that may be used now. */
export function partnerOrigins(deps: Pick<Deps, 'db' | 'clock' | 'log'>): IsAmong {
  return keptOrigins(deps, async (now) => {
    const keys = await deps.db.key.findMany({
      where: {
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
        NOT: { origins: { isEmpty: true } },
      },
      select: { origins: true },
    })
    return keys.flatMap(({ origins }) => origins)
  })
}

const asks = 'authorization, connexion-key, content-type, idempotency-key'
const tells = 'ratelimit, ratelimit-policy, retry-after'

/**
 * Lets the pages of partners call the API from a browser (CORS). A preflight bears no key: it is answered for an origin
 * that any key is registered for, and the request itself is refused when the Origin is not its own key's
 * (`judgeKey`). Never with credentials: no cookie opens anything here.
 */
export function shareWithPartners(isPartners: IsAmong): MiddlewareHandler<Edge> {
  return async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined) return next()
    const theirs = await isPartners(origin)
    const preflight = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined
    if (theirs && preflight) {
      c.header('access-control-allow-methods', 'POST')
      c.header('access-control-allow-headers', asks)
      c.header('access-control-max-age', '600')
      c.res = c.body(null, 204)
    } else {
      await next()
    }
    c.header('vary', 'Origin', { append: true })
    if (!theirs) return
    c.header('access-control-allow-origin', origin)
    c.header('access-control-expose-headers', tells)
  }
}
