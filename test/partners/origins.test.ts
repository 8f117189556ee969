import { expect, test } from 'vitest'
import { revokeKey } from '../../server/partners/revoke-key.ts'
import { openFace } from '../support/http.ts'
import { newPartner } from '../support/partners.ts'
import { world } from '../support/world.ts'

const page = 'https://portail.example'
const body = JSON.stringify({ query: '{ __typename }' })
const json = { 'content-type': 'application/json' }

async function face() {
  const w = await world()
  await w.people.owner()
  const { origin } = await openFace(w.deps)
  const send = (headers: Record<string, string>, method = 'POST') =>
    fetch(`${origin}/graphql`, { method, headers: { ...json, ...headers }, ...(method === 'POST' ? { body } : {}) })
  const code = async (headers: Record<string, string>) => {
    const answer = await send(headers)
    return [answer.status, (await answer.json()).errors?.[0].extensions?.code ?? null]
  }
  const preflight = (from: string) =>
    send(
      { origin: from, 'access-control-request-method': 'POST', 'access-control-request-headers': 'connexion-key' },
      'OPTIONS',
    )
  return { w, origin, send, code, preflight }
}

test('a live key is for servers: with an Origin, ours included, it is refused', async () => {
  const { w, origin, code } = await face()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const key = { 'connexion-key': secret }
  expect(await code(key)).toEqual([200, null])
  for (const name of [origin, page, 'null', 'https://evil.example']) {
    expect(await code({ ...key, origin: name }), name).toEqual([403, 'KEY_ORIGIN'])
  }
})

test('a publishable key works on its own pages, and on no other partner’s, ours, or none', async () => {
  const { w, origin, code } = await face()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'publishable', origins: [page] })
  await newPartner(w.deps, 'autre', { kind: 'publishable', origins: ['https://autre.example'] })
  const key = { 'connexion-key': secret }
  expect(await code({ ...key, origin: page, 'sec-fetch-site': 'cross-site' })).toEqual([200, null])
  for (const name of ['https://autre.example', origin, 'null', `${page}:8443`, 'http://portail.example']) {
    expect(await code({ ...key, origin: name }), name).toEqual([403, 'KEY_ORIGIN'])
  }
  expect(await code(key)).toEqual([403, 'KEY_ORIGIN'])
  expect((await code({ origin: page }))[0]).toBe(403)
})

test('a test key works without an Origin, on our own pages and on its own', async () => {
  const { w, origin, code } = await face()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'test', origins: ['http://localhost:5173'] })
  const key = { 'connexion-key': secret }
  expect(await code(key)).toEqual([200, null])
  for (const name of [origin, 'http://localhost:5173'])
    expect(await code({ ...key, origin: name })).toEqual([200, null])
  expect(await code({ ...key, origin: page })).toEqual([403, 'KEY_ORIGIN'])
})

test('a preflight is answered for origins of any key that may be used, and for nobody else', async () => {
  const { w, preflight, send } = await face()
  const { partner, secret } = await newPartner(w.deps, 'lumen', { kind: 'publishable', origins: [page] })
  const allowed = await preflight(page)
  expect(allowed.status).toBe(204)
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, connexion-key, content-type, idempotency-key',
    vary: expect.stringContaining('Origin'),
  })
  const answer = await send({ origin: page, 'connexion-key': secret })
  expect(answer.headers.get('access-control-allow-origin')).toBe(page)
  for (const name of ['https://evil.example', 'null', `${page}.evil.example`]) {
    const refused = await preflight(name)
    expect(refused.status, name).toBe(405)
    expect([...refused.headers.keys()].filter((header) => header.startsWith('access-control'))).toEqual([])
  }
  for (const cors of [allowed, answer]) expect(cors.headers.get('access-control-allow-credentials')).toBeNull()
  await revokeKey(w.deps, partner.key, null, 'accueil-2')
  w.clock.forward({ seconds: 11 })
  expect((await preflight(page)).status).toBe(405)
})

test('where keyless calls do not exist, the API asks for a key and the site goes on', async () => {
  const w = await world()
  await w.people.owner()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const { origin } = await openFace({ ...w.deps, settings: { ...w.deps.settings, keylessApi: false } })
  const send = (headers: object) =>
    fetch(`${origin}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body })
  const refused = await send({})
  expect([refused.status, (await refused.json()).errors[0].extensions]).toEqual([401, { code: 'KEY_NEEDED' }])
  expect((await send({ 'connexion-key': secret })).status).toBe(200)
})
