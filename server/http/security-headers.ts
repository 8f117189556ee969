import type { MiddlewareHandler } from 'hono'
import type { Edge } from './edge.ts'

/** What an answer carries whatever it is, a fault included. `nonce` is this answer's; dev: Vite writes inline styles. */
export function securityHeaders(nonce: string | null, options: { https: boolean; dev: boolean }): [string, string][] {
  const style = options.dev ? "'unsafe-inline'" : nonce && `'nonce-${nonce}'`
  const policy = [
    "default-src 'none'",
    `script-src 'self'${options.dev ? " 'unsafe-inline'" : ''}`,
    `style-src 'self'${style ? ` ${style}` : ''}`,
    "img-src 'self' data:",
    `connect-src 'self'${options.dev ? ' ws:' : ''}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return [
    ['content-security-policy', policy.join('; ')],
    // Not no-referrer: under it a form posts `Origin: null`, which we refuse (rule 11).
    ['referrer-policy', 'same-origin'],
    ['x-content-type-options', 'nosniff'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    // An owner may sit at a shared computer: nothing stays in a cache unless its maker says so (assets do).
    ['cache-control', 'no-store'],
    ...(options.https ? [['strict-transport-security', 'max-age=63072000'] satisfies [string, string]] : []),
  ]
}

/** Lays the headers over every answer; one that brings its own (the mailbox's policy, an asset's caching) keeps it. */
export function withSecurityHeaders(options: { https: boolean; dev: boolean }): MiddlewareHandler<Edge> {
  return async (c, next) => {
    await next()
    for (const [name, value] of securityHeaders(c.get('nonce'), options)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
  }
}
