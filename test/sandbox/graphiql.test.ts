import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createApi } from '../../server/graphql/api.ts'
import { createApp } from '../../server/http/app.ts'
import { readJourneys } from '../../server/sandbox/guide-examples.ts'
import { newPartner } from '../support/partners.ts'
import { world } from '../support/world.ts'

const ours = 'http://localhost:3000'

/** The program's HTTP face as production has it, without the site. */
async function face() {
  const w = await world()
  await w.people.owner()
  const deps = { ...w.deps, settings: { ...w.deps.settings, mode: 'production' as const } }
  const app = createApp(deps, {
    ...{ api: createApi(deps), site: new Hono(), mailbox: null, alerts: () => [], dev: false },
    isOurs: async (origin) => origin === ours,
    isPartners: async () => false,
  })
  const ask = (path: string, init: RequestInit = {}) => app.fetch(new Request(`${ours}${path}`, init), environment)
  const post = async (path: string, key: string | null, query = '{ sandbox { aheadSeconds } }', origin = ours) => {
    const headers = { 'content-type': 'application/json', origin, ...(key !== null && { 'connexion-key': key }) }
    const response = await ask(path, { method: 'POST', headers, body: JSON.stringify({ query }) })
    return { status: response.status, json: await response.json().catch(() => null) }
  }
  return { w, ask, post }
}

const environment = { incoming: { socket: { remoteAddress: '203.0.113.7' } } }

test('the page has a tab for each journey, and nothing of it comes from anywhere else', async () => {
  const { ask } = await face()
  const page = await ask('/graphiql')
  expect(page.headers.get('content-security-policy')).toContain(
    "default-src 'none'; script-src 'self'; worker-src 'self'",
  )
  const html = await page.text()
  expect(html).not.toMatch(/(src|href)="(?!\/graphiql\/|data:,)/)
  const [, tabs = ''] = /<script type="application\/json" id="tabs">(.*)<\/script>/.exec(html) ?? []
  expect(JSON.parse(tabs)).toHaveLength(readJourneys().length)
  const files = [...html.matchAll(/"(\/graphiql\/[\w.]+)"/g)].map(([, path = '']) => path)
  expect(files).toContain('/graphiql/editor.js')
  for (const path of [...files, '/graphiql/graphql.js', '/graphiql/json.js', '/graphiql/editorWorkerService.js']) {
    const file = await ask(path)
    expect(file.status, path).toBe(200)
    expect(gunzipSync(Buffer.from(await file.arrayBuffer())).length, path).toBeGreaterThan(100)
  }
  expect((await ask('/graphiql/other.js')).status).toBe(404)
})

test('its door opens for test keys alone, from our own pages alone', async () => {
  const { w, post } = await face()
  const { secret: key } = await newPartner(w.deps, 'lumen')
  const { secret: live } = await newPartner(w.deps, 'autre', { kind: 'live' })
  expect(await post('/graphiql/graphql', key)).toEqual({
    status: 200,
    json: { data: { sandbox: { aheadSeconds: 0 } } },
  })
  for (const other of [live, null, 'pk_x', '']) expect((await post('/graphiql/graphql', other)).status).toBe(403)
  expect((await post('/graphiql/graphql', `${key}x`)).status).toBe(401)
  expect((await post('/graphiql/graphql', key, undefined, 'https://evil.example')).status).toBe(403)
})

test('in production the schema is told to test keys, and to nobody else', async () => {
  const { w, post } = await face()
  const { secret: key } = await newPartner(w.deps, 'lumen')
  const introspection = '{ __schema { queryType { name } } }'
  expect((await post('/graphiql/graphql', key, introspection)).json.data.__schema.queryType.name).toBe('Query')
  const { secret: pk } = await newPartner(w.deps, 'page', { kind: 'publishable', origins: ['https://portail.example'] })
  const page = await post('/graphql', pk, introspection, 'https://portail.example')
  expect(page.json.data?.__schema).toBeUndefined()
})
