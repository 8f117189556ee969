import type { MiddlewareHandler } from 'hono'
import { answer, type Edge } from './edge.ts'
import type { IsAmong } from './kept-origins.ts'

/** What a browser says of where a request comes from. */
export interface Provenance {
  method: string
  origin: string | null
  fetchSite: string | null
  /** True for the API, where a program that is no browser sends no Origin. */
  api: boolean
  /** It bears a partner's key, which the API judges by the Origin itself. */
  keyed: boolean
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may change state (design §4): a `null` or foreign Origin never, an absent one only on the API, and
 * never when the browser itself says that another site sent it. A request to the API with a partner's key is let on: no
 * other site's form can bear one, and the key says which pages it is for.
 */
export function mayChangeState(provenance: Provenance, isOurs: (origin: string) => boolean): boolean {
  const { method, origin, fetchSite, api, keyed } = provenance
  if (harmless.has(method) || (api && keyed)) return true
  if (fetchSite !== null && fetchSite !== 'same-origin' && fetchSite !== 'none') return false
  return origin === null ? api : isOurs(origin)
}

export function refuseForeignOrigins(isOurs: IsAmong): MiddlewareHandler<Edge> {
  return async (c, next) => {
    const origin = c.req.header('origin') ?? null
    const ours = origin !== null && (await isOurs(origin))
    c.set('origin', origin === null ? null : { name: origin, ours })
    const provenance = {
      method: c.req.method,
      origin,
      fetchSite: c.req.header('sec-fetch-site') ?? null,
      api: c.req.path === '/graphql',
      keyed: c.req.header('connexion-key') !== undefined,
    }
    if (mayChangeState(provenance, () => ours)) return next()
    return answer(c, 403, {
      fr: 'Cette demande vient d’un autre site : elle est refusée. Revenez sur notre site et recommencez.',
      en: 'Requests from this origin are refused.',
    })
  }
}
