import { expect, test } from 'vitest'
import { createMock, type Mock, type MockOptions } from '../../mocks/mock.ts'
import { fullDocument } from './conformance/full-documents.ts'

const at = new Date('2026-11-22T13:05:20Z')

async function ask(mock: Mock, headers: Record<string, string>, sender: object = {}) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ __typename }"}',
  }
  const response = await mock.fetch(new Request('https://x.example/graphql', init), sender)
  const { errors } = await response.json()
  const { status } = response
  return {
    status,
    code: errors?.[0].extensions.code,
    limit: response.headers.get('ratelimit'),
    wait: response.headers.get('retry-after'),
  }
}
const mockOf = (options: MockOptions) => createMock({ at, ...options })
const live = { 'connexion-key': 'ck_live_mock' }

test('a key is used so often in a minute; the next one begins at the full minute', async () => {
  const mock = mockOf({ rules: { keyRequests: { max: 2, minutes: 1 } } })
  expect((await ask(mock, live)).limit).toBe('"key";r=1;t=40')
  await ask(mock, live)
  expect(await ask(mock, live)).toEqual({ status: 429, code: 'RATE_LIMITED', limit: '"key";r=0;t=40', wait: '40' })
  expect((await ask(mock, { 'connexion-key': 'ck_live_mock_other' })).limit).toBe('"key";r=1;t=40')
  mock.clock.forward({ seconds: 40 })
  expect((await ask(mock, live)).limit).toBe('"key";r=1;t=60')
})

test('whoever spends the minute of a publishable key spends it for its own network alone', async () => {
  const mock = mockOf({ rules: { keyRequests: { max: 2, minutes: 1 } } })
  const from = (clientAddress: string) =>
    ask(mock, { 'connexion-key': 'pk_mock' }, { clientAddress, origin: 'https://portail.example' })
  expect([(await from('198.51.100.1')).limit, (await from('198.51.100.2')).limit]).toEqual(
    Array(2).fill('"key";r=1;t=40'),
  )
})

test('where every program has a key, whoever has none is told so', async () => {
  expect(await ask(mockOf({ keyless: false }), {})).toMatchObject({ status: 401, code: 'KEY_NEEDED' })
  expect(await ask(mockOf({ keyless: false }), live)).toMatchObject({ status: 200 })
})

test('a live key in a page is refused, and a publishable one on any page but its own', async () => {
  const mock = mockOf({ pageOrigin: 'https://own.example' })
  const from = async (key: string, origin: string | null) =>
    (await ask(mock, { 'connexion-key': key }, { origin })).status
  expect(await from('ck_live_mock', 'https://own.example')).toBe(403)
  expect(await from('pk_mock', 'https://evil.example')).toBe(403)
  expect(await from('pk_mock', null)).toBe(403)
  expect(await from('pk_mock', 'https://own.example')).toBe(200)
})

test('the end user’s address is believed of a server, when it is one', async () => {
  const mock = mockOf({})
  for (const address of ['', 'localhost', '1.2.3.4, 5.6.7.8', '1.2.3.256', '1.2.3.4:80']) {
    const told = { ...live, 'connexion-client-address': address }
    expect(await ask(mock, told), address).toMatchObject({ status: 400, code: 'CLIENT_ADDRESS' })
  }
  for (const address of ['198.51.100.1', '2001:db8::1', '::ffff:198.51.100.1']) {
    expect((await ask(mock, { ...live, 'connexion-client-address': address })).status, address).toBe(200)
  }
})

test('what was answered before the page was loaded again is answered still', async () => {
  const mock = mockOf({})
  const { identifier, password } = mock.start
  const body = JSON.stringify({
    query: fullDocument('mutation', 'signIn'),
    variables: { input: { identifier, password } },
  })
  const headers = { 'content-type': 'application/json', 'idempotency-key': '8e03978e-40d5-43dd-bc93-6894a57f9324' }
  const signIn = async (one: Mock) =>
    (await one.fetch(new Request('https://x.example/graphql', { method: 'POST', headers, body }))).json()
  const first = await signIn(mock)
  expect(first.data.signIn.handle).toMatch(/^cf_/)
  expect(await signIn(createMock({ at, saved: mock.save() }))).toEqual(first)
})
