import { expect } from 'vitest'

/** The headers that every answer carries, whatever it is. `asked`: its status and path. */
export function expectGuarded(response: Response, html: string, asked: string): void {
  const read = (name: string) => response.headers.get(name)
  const policy = read('content-security-policy') ?? ''
  expect(policy, asked).toMatch(/^default-src 'none'/)
  expect(policy, asked).toContain("frame-ancestors 'none'")
  expect(policy, asked).not.toMatch(/script-src[^;]*(unsafe|nonce|https?:)/)
  expect(policy, asked).not.toMatch(/style-src[^;]*unsafe/)
  expect(read('referrer-policy'), asked).toBe('same-origin')
  expect(read('x-content-type-options'), asked).toBe('nosniff')
  expect(read('cross-origin-opener-policy'), asked).toBe('same-origin')
  expect(read('cross-origin-resource-policy'), asked).toBe('same-origin')
  expect(read('cache-control'), asked).toMatch(
    /^20[06] .*\/assets\/[^/]*\.(css|js|woff2)/.test(asked) ? /immutable/ : /no-store/,
  )
  expect(read('access-control-allow-origin'), asked).toBeNull()
  expect(read('x-powered-by') ?? read('server'), asked).toBeNull()
  // Whatever is inline bears this answer's own nonce, and no handler or style attribute is left to chance.
  const nonces = [...html.matchAll(/<(?:style|script)[^>]*\bnonce="([^"]+)"/g)].map(([, nonce]) => nonce)
  for (const nonce of nonces) expect(policy, asked).toContain(`'nonce-${nonce}'`)
  expect([...html.matchAll(/<style(?![^>]*nonce=)/g)], asked).toEqual([])
  expect([...html.matchAll(/<script(?![^>]*\bsrc=)/g)], asked).toEqual([])
  expect(html, asked).not.toMatch(/<[^>]+\s(style|on\w+)=/)
}
