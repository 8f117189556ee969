import { auditServer } from 'graphql-http'
import { expect, test } from 'vitest'
import { createApi } from '../../server/graphql/api.ts'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'
import { canary, expectNoEcho, expectRequestError, wire } from './wire.ts'

const query = '{ __typename }'
const signOut = 'mutation { signOut { __typename } }'

test('only JSON is read: what a form of another site can post is 415, with or without a type', async () => {
  const api = wire(await world())
  for (const type of [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain;charset=UTF-8',
    'text/plain; application/json',
    'application/graphql',
    'application/jsonp',
    'application/json-patch+json',
    'application/xml',
    ' , application/json',
    'x',
    '',
  ]) {
    const answer = await api.post({ query: signOut }, { 'content-type': type })
    expect(answer.status, type).toBe(415)
  }
  const bare = await api.send('/graphql', { method: 'POST', body: new Blob([JSON.stringify({ query: signOut })]) })
  expect(bare.status).toBe(415)
  const form = new FormData()
  form.set('operations', JSON.stringify({ query: signOut }))
  expect((await api.send('/graphql', { method: 'POST', body: form })).status).toBe(415)
  for (const type of ['application/json', 'application/json; charset=utf-8', 'application/graphql+json']) {
    expect((await api.post({ query }, { 'content-type': type })).json.data, type).toEqual({ __typename: 'Query' })
  }
})

test('a mutation is never run by GET, and no other method is known', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const token = await migrate(w, letter, 'marie@orange.example', 'Tilleul-42-lampe')
  const api = wire(w)
  const asked = (document: string) => `/graphql?query=${encodeURIComponent(document)}`
  const headers = { authorization: `Bearer ${token}` }
  expect((await api.send(asked(signOut), { headers })).status).toBe(405)
  expect(
    (await api.send(asked(`query A { me { email } } ${signOut.replace('{', 'B {')}`), { headers })).status,
  ).not.toBe(200)
  expect(
    (
      await api.send(`${asked(`query A { me { email } } mutation B { signOut { __typename } }`)}&operationName=B`, {
        headers,
      })
    ).status,
  ).toBe(405)
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
    expect(
      (await api.send('/graphql', { method, headers: { ...headers, origin: 'https://evil.example' } })).status,
    ).toBe(405)
  }
  expect(await steps(w).me(token)).toMatchObject({ email: 'marie@orange.example' })
})

test('no origin is ever allowed to read an answer: there is no CORS', async () => {
  const api = wire(await world())
  for (const origin of ['https://evil.example', 'null', 'http://localhost']) {
    const answer = await api.post({ query }, { origin, 'access-control-request-method': 'POST' })
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

test('cookies open nothing: the bearer token alone does', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const token = await migrate(w, letter, 'marie@orange.example', 'Tilleul-42-lampe')
  const api = wire(w)
  const me = { query: '{ me { email } }' }
  for (const name of ['__Host-session', 'session', 'authorization', 'Authorization']) {
    expect((await api.post(me, { cookie: `${name}=${token}; ${name}=Bearer ${token}` })).json.data).toEqual({
      me: null,
    })
  }
  for (const authorization of [
    token,
    `Basic ${btoa(`x:${token}`)}`,
    `Bearer ${token} ${token}`,
    `Bearer cs_${token}`,
    'Bearer',
  ]) {
    expect((await api.post(me, { authorization })).json.data, authorization).toEqual({ me: null })
  }
  expect((await api.post(me, { authorization: `bearer  ${token}` })).json.data.me).toEqual({
    email: 'marie@orange.example',
  })
})

test('batches are refused, of one, of many and of none', async () => {
  const api = wire(await world())
  for (const batch of [
    [],
    [{ query: signOut }],
    Array.from({ length: 50 }, () => ({ query: signOut })),
    [[{ query }]],
    [null],
  ]) {
    const answer = await api.post(batch)
    expect(answer.status).toBe(400)
  }
})

test('bodies that are no request are 400: broken, empty, deep, huge, of other things', async () => {
  const api = wire(await world())
  const bodies = [
    ...[
      '',
      ' ',
      'null',
      'true',
      '0',
      '"x"',
      '{',
      '{}',
      '[',
      '{"query":null}',
      '{"query":""}',
      '{"query":" "}',
      '{"query":1}',
      '{"query":{}}',
    ],
    '{"query":"{ __typename }","variables":1}',
    '{"query":"{ __typename }","operationName":1}',
    '{"query":"{ __typename }","__proto__":{"x":1},"constructor":{}}',
    `{"query":"${canary}"}`,
    `{"query":"{ __typename }${' '.repeat(1_000_000)}${canary}"}`,
    `${'['.repeat(50_000)}`,
    `{"query":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    `\ufeff{"query":`,
    '{"query":"\\ud800"}',
    '{"query":"\\u0000"}',
  ]
  for (const body of bodies) {
    const answer = await api.post(body, { accept: 'application/graphql-response+json' })
    expect([400, 422], `${body.slice(0, 60)} → ${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.status)
    expectNoEcho(answer)
  }
  for (const bytes of [[0xff, 0xfe], [0x7b, 0xc3, 0x28, 0x7d], [0x00], [0xef, 0xbb, 0xbf, 0x7b]]) {
    const answer = await api.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array(bytes),
    })
    expectRequestError(answer)
  }
})

test('a thousand fields, deep lists and long names cost no time and no 500', async () => {
  const api = wire(await world())
  const started = performance.now()
  for (const document of [
    `{ ${'a'.repeat(500_000)} }`,
    `{ ${'__typename '.repeat(900)} }`,
    `query (${Array.from({ length: 150 }, (_, i) => `$v${i}: String`).join(' ')}) { __typename }`,
    `{ me ${'@include(if: true) '.repeat(150)} { email } }`,
    `{ flow(flow: ${'['.repeat(400)}${']'.repeat(400)}) { __typename } }`,
    `{ flow(flow: "${'x'.repeat(500_000)}") { __typename } }`,
    `{ ${'... { '.repeat(300)} __typename ${'} '.repeat(300)} }`,
  ]) {
    expect((await api.post({ query: document })).status, document.slice(0, 60)).toBeLessThan(500)
  }
  expect(performance.now() - started).toBeLessThan(5000)
})

test('graphql-http’s audit of GraphQL over HTTP: 61 of 61', async () => {
  const api = createApi((await world()).deps)
  const results = await auditServer({
    url: 'http://localhost/graphql',
    fetchFn: (url: string, init: RequestInit) =>
      api.fetch(new Request(url, init), { clientAddress: '203.0.113.7', host: 'localhost', site: false }),
  })
  expect(results.filter(({ status }) => status !== 'ok').map(({ name }) => name)).toEqual([])
  expect(results).toHaveLength(61)
})
