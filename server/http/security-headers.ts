import type { MiddlewareHandler } from 'hono'
import type { Edge } from './edge.ts'

interface HeaderOptions {
  https: boolean
  /** Whether the names below ours are https alone, too: theirs to say who runs them (decision 0034). */
  hstsSubdomains: boolean
  /** Vite writes inline styles. */
  dev: boolean
}

/** What an answer carries whatever it is, a fault included. `nonce` is this answer's. */
export function securityHeaders(nonce: string | null, options: HeaderOptions): [string, string][] {
  const style = options.dev ? "'unsafe-inline'" : nonce && `'nonce-${nonce}'`
  const transport = `max-age=63072000${options.hstsSubdomains ? '; includeSubDomains' : ''}`
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
    ...(options.https ? [['strict-transport-security', transport] satisfies [string, string]] : []),
  ]
}

/** Lays the headers over every answer; one that brings its own (the mailbox's policy, an asset's caching) keeps it. */
export function withSecurityHeaders(options: HeaderOptions): MiddlewareHandler<Edge> {
  return async (c, next) => {
    await next()
    for (const [name, value] of securityHeaders(c.get('nonce'), options)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
  }
}
