import { expect, test } from 'vitest'
import { defaultRules } from '../../server/domain/rules.ts'
import { acceptKey } from '../../server/partners/accept-key.ts'
import { wire } from '../api/wire.ts'
import { newPartner } from '../support/partners.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const query = { query: '{ __typename }' }

async function keyed(changes: Partial<World['deps']['settings']['rules']>) {
  const w = await world()
  const letters = await w.people.owner({ identifiers: ['A1', 'A2', 'A3'] })
  w.deps.settings = { ...w.deps.settings, rules: { ...w.deps.settings.rules, ...changes } }
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  return { w, letters, secret, headers: { 'connexion-key': secret } }
}

test('every answer says how much of the key’s minute is left; what is over is 429, on every node', async () => {
  const { w, headers } = await keyed({ keyRequests: { max: 3, minutes: 1 } })
  w.clock.forward({ seconds: 20 })
  const nodes = [wire(w), wire(w)]
  for (const left of [2, 1, 0]) {
    const answer = await nodes[left % 2]?.post(query, headers)
    expect(answer?.headers.get('ratelimit-policy')).toBe('"key";q=3;w=60')
    expect(answer?.headers.get('ratelimit')).toBe(`"key";r=${left};t=40`)
  }
  for (const node of nodes) {
    const refused = await node.post(query, headers)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(refused.headers.get('ratelimit')).toBe('"key";r=0;t=40')
    expect(refused.json.errors[0].extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 40 })
  }
  w.clock.forward({ seconds: 40 })
  expect((await wire(w).post(query, headers)).headers.get('ratelimit')).toBe('"key";r=2;t=60')
  expect((await wire(w).post(query)).headers.get('ratelimit')).toBeNull()
})

test('a test key has a minute of its own, lower than a live one’s, and every answer says so', async () => {
  const { w, headers } = await keyed({
    keyRequests: { max: 5, minutes: 1 },
    testKeyRequests: { max: 2, minutes: 2 },
  })
  const keys = await Promise.all(['lyra', 'vega'].map((name) => newPartner(w.deps, name)))
  const api = wire(w)
  const use = async (secret: string) => {
    const { status, headers: said } = await api.post(query, { 'connexion-key': secret })
    return [status, said.get('ratelimit-policy'), said.get('ratelimit')]
  }
  const [first = '', second = ''] = keys.map(({ secret }) => secret)
  expect(await use(first)).toEqual([200, '"key";q=2;w=120', '"key";r=1;t=60'])
  expect(await use(first)).toEqual([200, '"key";q=2;w=120', '"key";r=0;t=60'])
  expect(await use(first)).toEqual([429, '"key";q=2;w=120', '"key";r=0;t=60'])
  expect(await use(second)).toEqual([200, '"key";q=2;w=120', '"key";r=1;t=60'])
  expect(await use(headers['connexion-key'])).toEqual([200, '"key";q=5;w=60', '"key";r=4;t=60'])
  expect(defaultRules.testKeyRequests.max).toBeLessThan(defaultRules.keyRequests.max)
})

test('fifty uses at once are counted fifty times', async () => {
  const { w, headers } = await keyed({ keyRequests: { max: 20, minutes: 1 } })
  const api = wire(w)
  const answers = await Promise.all(Array.from({ length: 50 }, () => api.post(query, headers)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
})

test('limits of a client network count on the address that a live key passes on', async () => {
  const { w, letters, headers } = await keyed({ sendsFromNetwork: [{ max: 1, minutes: 60 }] })
  const api = wire(w)
  const choose = async (letter: object, address: string) => {
    const { handle } = await steps(w, { key: headers['connexion-key'] }).start(letter as never)
    const input = { flow: handle, email: `${handle.slice(4, 12).toLowerCase()}@orange.example`, confirmed: true }
    const document = 'mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { __typename } }'
    const asked = { query: document, variables: { input } }
    return (await api.post(asked, { ...headers, 'connexion-client-address': address })).json.data?.chooseEmail
      .__typename
  }
  expect(await choose(letters[0], '198.51.100.1')).toBe('CodeSent')
  expect(await choose(letters[1] ?? {}, '198.51.100.1')).toBe('SendRefused')
  expect(await choose(letters[2] ?? {}, '2001:db8::1')).toBe('CodeSent')
  for (const address of ['', 'localhost', '1.2.3.4, 5.6.7.8', '1.2.3.4:80']) {
    const refused = await api.post(query, { ...headers, 'connexion-client-address': address })
    expect([refused.status, refused.json.errors[0].extensions.code], address).toEqual([400, 'CLIENT_ADDRESS'])
  }
  expect((await api.post(query, { 'connexion-client-address': 'x' })).status).toBe(200)
})

test('a key has so many codes sent in an hour, whatever addresses it speaks for', async () => {
  const { w, letters, secret } = await keyed({ keySends: { max: 2, minutes: 60 } })
  const step = steps(w, { key: secret })
  const sent: string[] = []
  for (const letter of letters) {
    const { handle } = await step.start(letter)
    sent.push((await step.chooseEmail(handle, `${letter.identifier.toLowerCase()}@orange.example`, true)).__typename)
  }
  expect(sent).toEqual(['CodeSent', 'CodeSent', 'SendRefused'])
  w.clock.forward({ hours: 1, minutes: 1 })
  const { handle } = await step.start(letters[2] as never)
  expect(await step.chooseEmail(handle, 'a3@orange.example', true)).toMatchObject({ __typename: 'CodeSent' })
})

test('a use that was refused takes nothing from who may use the key', async () => {
  const { w } = await keyed({ keyRequests: { max: 3, minutes: 1 } })
  const { secret } = await newPartner(w.deps, 'bound', { kind: 'live', networks: ['203.0.113.0/24'] })
  const page = await newPartner(w.deps, 'page', { kind: 'publishable', origins: ['https://portail.example'] })
  const at = (key: string, address: string, origin: string | null) =>
    acceptKey(
      w.deps,
      key,
      { address, origin: origin === null ? null : { name: origin, ours: false } },
      w.deps.clock.now(),
    )
  for (let n = 0; n < 5; n++) {
    expect(await at(secret, '198.51.100.1', null)).toEqual({ refusal: 'NETWORK' })
    expect(await at(page.secret, '198.51.100.1', 'https://evil.example')).toEqual({ refusal: 'ORIGIN' })
  }
  expect(await at(secret, '203.0.113.7', null)).toMatchObject({ uses: { count: 1 } })
  expect(await at(page.secret, '198.51.100.1', 'https://portail.example')).toMatchObject({ uses: { count: 1 } })
})

test('whoever spends the minute of a publishable key spends it for its own network alone', async () => {
  const { w } = await keyed({ keyRequests: { max: 3, minutes: 1 } })
  const { secret } = await newPartner(w.deps, 'page', { kind: 'publishable', origins: ['https://portail.example'] })
  const from = async (address: string) => {
    const origin = { name: 'https://portail.example', ours: false }
    const accepted = await acceptKey(w.deps, secret, { address, origin }, w.deps.clock.now())
    return 'uses' in accepted ? accepted.uses.count : accepted
  }
  expect([await from('198.51.100.1'), await from('198.51.100.1'), await from('2001:db8::1')]).toEqual([1, 2, 1])
  expect([await from('2001:db8::2'), await from('198.51.100.1')]).toEqual([2, 3])
  const kinds = (await w.deps.db.tally.findMany()).map(({ kind }) => kind).join(' ')
  expect(kinds).not.toMatch(/198\.51|2001/)
})
