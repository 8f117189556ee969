import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { letArriveInTurn } from '../../server/http/arrivals.ts'
import type { Edge } from '../../server/http/edge.ts'
import { admitRequests } from '../../server/http/gate.ts'
import { openFace } from '../support/http.ts'
import { world } from '../support/world.ts'

test('one request more than may be in hand is told Busy and when, before anything is done; the next finds room', async () => {
  const { deps } = await world()
  const hold = Promise.withResolvers<void>()
  let begun = 0
  const site = new Hono<Edge>().all('*', async (c) => {
    begun++
    await hold.promise
    return c.text('page')
  })
  const { origin } = await openFace({ ...deps, settings: { ...deps.settings, requestsAtOnce: 3 } }, { site })
  const held = Array.from({ length: 3 }, () => fetch(origin))
  while (begun < 3) await new Promise((settle) => setTimeout(settle, 5))
  const page = await fetch(`${origin}/connexion`)
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await page.text()).toContain('Réessayez dans 5 secondes')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const headers = { 'content-type': 'application/json' }
  const api = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })
  expect([api.status, api.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await api.json()).errors[0].extensions).toEqual({ code: 'BUSY', retryAfterSeconds: 5 })
  expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  expect(begun).toBe(3)
  hold.resolve()
  for (const response of await Promise.all(held)) expect(await response.text()).toBe('page')
  expect((await fetch(origin)).status).toBe(200)
})

test('of a crowd that arrives at once a few are begun before whoever is in the middle of something, and all are served', async () => {
  const app = new Hono<Edge>().use(letArriveInTurn(1_000))
  const begun: string[] = []
  app.all('/:name', (c) => {
    begun.push(c.req.param('name'))
    return c.text('served')
  })
  const ask = (name: string, headers: Record<string, string> = {}) =>
    app.request(`/${name}`, { method: 'POST', headers })
  const crowd = Array.from({ length: 200 }, (_, i) => ask(`crowd${i}`))
  const others = [
    app.request('/page'),
    ask('form', { cookie: '__Host-migration=x' }),
    ask('me', { authorization: 'Bearer x' }),
  ]
  for (const { status } of await Promise.all([...crowd, ...others])) expect(status).toBe(200)
  for (const name of ['page', 'form', 'me']) expect(begun.indexOf(name)).toBeLessThan(10)
  expect(begun.filter((name) => name.startsWith('crowd'))).toEqual(crowd.map((_, i) => `crowd${i}`))
})

test('a crowd that waits for its turn leaves the places to others, and whoever is too many is told Busy', async () => {
  const greatest = 100
  const app = new Hono<Edge>().use(letArriveInTurn(greatest)).use(admitRequests(greatest))
  app.all('*', (c) => c.text('served'))
  const crowd = Array.from({ length: 3 * greatest }, () => app.request('/connexion', { method: 'POST' }))
  expect((await app.request('/page')).status).toBe(200)
  const told = await Promise.all(crowd)
  expect(new Set(told.map(({ status }) => status))).toEqual(new Set([200, 503]))
  expect(told.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(greatest)
})

test('readiness names what is wrong in the whole system', async () => {
  const { deps } = await world()
  const { origin } = await openFace(deps, { alerts: () => ['BRAKE'] })
  expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ ready: true, alerts: ['BRAKE'] })
})
