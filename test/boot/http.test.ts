import { Agent, get, type RequestOptions } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Hono } from 'hono'
import { expect, test, vi } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import type { Edge } from '../../server/http/edge.ts'
import { freshDatabase } from '../support/database.ts'
import { openFace } from '../support/http.ts'
import { world } from '../support/world.ts'

const everywhere = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('every answer carries the security headers, whatever it is', async () => {
  const { deps } = await world()
  const site = new Hono<Edge>().get('/broken', () => {
    throw new Error('canary-secret')
  })
  const { origin } = await openFace(deps, { site })
  const calls: [string, RequestInit, number][] = [
    ['/healthz', {}, 200],
    ['/readyz', {}, 200],
    ['/graphql', { method: 'POST', headers: json, body: '{"query":"{__typename}"}' }, 200],
    ['/nowhere', {}, 404],
    ['/broken', {}, 500],
    ['/%E0%A4%A', {}, 400],
    ['/x', { method: 'POST', headers: { origin: 'https://evil.example' } }, 403],
    ['/x', { method: 'POST', headers: { origin }, body: 'x'.repeat(70_000) }, 413],
    ['/x', { method: 'PUT', headers: { origin } }, 405],
    ['/x', { method: 'POST', headers: { ...json, origin }, body: '{}' }, 415],
  ]
  for (const [path, init, status] of calls) {
    const response = await fetch(origin + path, init)
    expect([path, response.status]).toEqual([path, status])
    expect(Object.fromEntries(response.headers)).toMatchObject(everywhere)
    const policy = response.headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toContain('unsafe')
    expect(response.headers.has('strict-transport-security')).toBe(false)
    expect(await response.text()).not.toContain('canary-secret')
  }
})

test('each answer has its own nonce', async () => {
  const { deps } = await world()
  const { origin } = await openFace(deps)
  const nonces = new Set<string | undefined>()
  for (let i = 0; i < 3; i++) {
    const policy = (await fetch(origin)).headers.get('content-security-policy')
    nonces.add(/'nonce-([^']{22,})'/.exec(policy ?? '')?.[1])
  }
  expect(nonces.size).toBe(3)
  expect(nonces).not.toContain(undefined)
})

test('a site on https says so for two years', async () => {
  const { deps } = await world()
  const publicUrl = new URL('https://www.coprodirecte.fr')
  const { origin } = await openFace({ ...deps, settings: { ...deps.settings, mode: 'production', publicUrl } })
  expect((await fetch(origin)).headers.get('strict-transport-security')).toBe('max-age=63072000')
})

test('for the names below its own it speaks when its operator says so', async () => {
  const { deps } = await world()
  const publicUrl = new URL('https://www.coprodirecte.fr')
  const settings = { ...deps.settings, mode: 'production', publicUrl, hstsSubdomains: true } as const
  const { origin } = await openFace({ ...deps, settings })
  const told = (await fetch(origin)).headers.get('strict-transport-security')
  expect(told).toBe('max-age=63072000; includeSubDomains')
})

test('a failure shows a reference, and the log line has it', async () => {
  const lines: object[] = []
  const { deps } = await world()
  const log = { ...deps.log, debug: () => {}, error: (line: object) => lines.push(line) } as unknown as typeof deps.log
  const site = new Hono<Edge>().get('/broken', () => {
    throw new Error('x')
  })
  const { origin } = await openFace({ ...deps, log }, { site })
  const text = await (await fetch(`${origin}/broken`)).text()
  const reference = /[A-Z2-9]{3}-[A-Z2-9]{3}/.exec(text)?.[0]
  expect(reference).toBeDefined()
  expect(lines).toMatchObject([{ reference, path: '/broken' }])
})

test('more than 64 kB is refused everywhere, whether its length is announced or not', async () => {
  const { deps } = await world()
  const { origin } = await openFace(deps)
  const large = 'x'.repeat(64 * 1024 + 1)
  for (const path of ['/', '/graphql', '/connexion']) {
    const headers = { ...json, origin }
    expect((await fetch(origin + path, { method: 'POST', headers, body: large })).status).toBe(413)
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large))
        controller.close()
      },
    })
    const streamed = await fetch(origin + path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    expect(streamed.status).toBe(413)
  }
  const five = await fetch(origin, { method: 'POST', headers: { origin }, body: 'x'.repeat(5_000_000) })
  expect(five.status).toBe(413)
  const most = await fetch(origin, { method: 'POST', headers: { ...form, origin }, body: 'x'.repeat(64 * 1024) })
  expect(most.status).toBe(200)
})

test('what is no HTTP, or no address, is a fault of the request', async () => {
  const { deps } = await world()
  const { raw } = await openFace(deps)
  const close = 'Connection: close\r\n\r\n'
  const spoken: [string, number][] = [
    ['NONSENSE\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\n${close}`, 400],
    [`GET / HTTP/1.1\r\nHost: a b\r\n${close}`, 400],
    [`GET / HTTP/1.1\r\nHost: evil.example/x?\r\n${close}`, 400],
    [`GET /\\..\\x HTTP/1.1\r\nHost: localhost\r\n${close}`, 400],
    [`GET /%00 HTTP/1.1\r\nHost: localhost\r\n${close}`, 400],
    [`GET /%ff HTTP/1.1\r\nHost: localhost\r\n${close}`, 400],
    [`GET /é HTTP/1.1\r\nHost: localhost\r\n${close}`, 400],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n${close}`, 431],
    [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n${close}`, 431],
    [`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n${close}`, 400],
  ]
  for (const [text, status] of spoken) {
    const answer = await raw(text)
    expect([text.slice(0, 60), answer.split('\r\n')[0]]).toEqual([
      text.slice(0, 60),
      expect.stringContaining(`HTTP/1.1 ${status} `),
    ])
    expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'")
  }
})

test('a request that trickles in is cut', async () => {
  const { deps } = await world()
  const { raw } = await openFace(deps)
  const started = performance.now()
  expect(await raw('GET / HTTP/1.1\r\nHost: localhost\r\nX: ')).toContain('408')
  expect(performance.now() - started).toBeLessThan(15_000)
})

test('readiness says why not when the database is gone; the process still says it is alive', async () => {
  const { deps } = await world()
  const database = await freshDatabase()
  const db = connect(database.url, 2)
  const { origin } = await openFace({ ...deps, db })
  expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ ready: true, alerts: [] })
  await database.drop()
  const response = await fetch(`${origin}/readyz`)
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ ready: false, reason: 'the database does not answer' })
  expect((await fetch(`${origin}/healthz`)).status).toBe(200)
  await db.$disconnect()
})

test('a request in flight is finished before the server ends, and soon no new one is taken', async () => {
  const { deps } = await world()
  const free = Promise.withResolvers<void>()
  const site = new Hono<Edge>().get('/slow', async (c) => {
    await free.promise
    return c.text('finished')
  })
  const { origin, close } = await openFace(deps, { site })
  const flying = fetch(`${origin}/slow`)
  await pause(100)
  const closing = close()
  await vi.waitFor(() => expect(fetch(`${origin}/healthz`)).rejects.toThrow(), { timeout: 5_000 })
  free.resolve()
  expect(await (await flying).text()).toBe('finished')
  await closing
})

test('what crosses the word to stop is answered: a request on a line kept alive, and one at the door', async () => {
  const { deps } = await world()
  const { origin, close } = await openFace(deps)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (options: RequestOptions) =>
    new Promise<string | undefined>((answered, broken) => {
      get(`${origin}/healthz`, options, (response) => {
        response.resume()
        response.on('end', () => answered(`${response.statusCode} ${response.headers.connection}`))
      }).on('error', broken)
    })
  expect(await ask({ agent })).toBe('200 keep-alive')
  const closing = close()
  expect(await Promise.all([ask({ agent }), ask({ agent: false })])).toEqual(['200 close', '200 close'])
  await closing
  agent.destroy()
})
