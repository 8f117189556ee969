import fc from 'fast-check'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { forwardedAddress } from '../../server/http/client.ts'
import type { Edge } from '../../server/http/edge.ts'
import { readProxies } from '../../server/settings-proxies.ts'
import { openFace } from '../support/http.ts'
import { world } from '../support/world.ts'

const proxies = (text: string) => readProxies(text, [])
const { has } = proxies('10.0.0.0/8, 192.0.2.1,2001:db8:aaaa::/48')

test.each([
  ['10.1.2.3', '203.0.113.7', '203.0.113.7'],
  ['10.1.2.3', '203.0.113.7, 10.9.9.9', '203.0.113.7'],
  // What the client wrote itself stands to the left of what our proxy added.
  ['10.1.2.3', '127.0.0.1, 198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['10.1.2.3', 'nonsense, 203.0.113.7', '203.0.113.7'],
  ['10.1.2.3', '203.0.113.7:4711', '203.0.113.7'],
  ['10.1.2.3', '[2001:db8::5]:4711', '2001:db8::5'],
  ['10.1.2.3', '2001:db8::5', '2001:db8::5'],
  ['2001:db8:aaaa::1', '2001:db8:bbbb::5', '2001:db8:bbbb::5'],
  ['::ffff:10.1.2.3', '203.0.113.7', '203.0.113.7'],
  // No address at the place that counts: the socket, never what stands behind it.
  ['10.1.2.3', '203.0.113.7, nonsense', '10.1.2.3'],
  ['10.1.2.3', '203.0.113.7,', '10.1.2.3'],
  ['10.1.2.3', '203.0.113.7, unknown, 10.9.9.9', '10.1.2.3'],
  ['10.1.2.3', '203.0.113.07', '10.1.2.3'],
  ['10.1.2.3', '203.0.113.7%eth0', '10.1.2.3'],
  ['10.1.2.3', 'fe80::1%eth0', '10.1.2.3'],
  ['10.1.2.3', '[2001:db8::5', '10.1.2.3'],
  ['10.1.2.3', '', '10.1.2.3'],
  // Only proxies in the list: the one farthest from us.
  ['10.1.2.3', '10.4.4.4, 192.0.2.1', '10.4.4.4'],
])('behind %s, « %s » is %s', (socket, header, address) => {
  expect(forwardedAddress(socket, header, has)).toBe(address)
})

test('whatever a client writes to the left, the address that our proxy added counts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.ipV4(), (written, own) => {
      fc.pre(!has(own))
      expect(forwardedAddress('10.0.0.1', `${written}, ${own}`, has)).toBe(own)
    }),
  )
})

test('a network is its whole range and no more; nonsense is a fault that names itself', () => {
  expect(has('10.255.255.255')).toBe(true)
  expect(has('11.0.0.0')).toBe(false)
  expect(has('192.0.2.2')).toBe(false)
  expect(has('2001:db8:aaab::')).toBe(false)
  expect(has('unknown')).toBe(false)
  expect(proxies('').has('127.0.0.1')).toBe(false)
  for (const wrong of [
    '10.0.0.0/33',
    '10.0.0.0/0',
    '::/0',
    '2001:db8::/129',
    '10.0.0',
    'proxy.example',
    '10.0.0.0/8/9',
  ])
    expect(
      (() => {
        const faults: string[] = []
        readProxies(`192.0.2.1,${wrong}`, faults)
        return faults
      })(),
    ).toEqual([expect.stringContaining(`"${wrong}"`)])
})

const query = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on Refusal { message } } }`

async function failFrom(trusted: string, forwarded: (n: number) => string) {
  const { deps } = await world()
  const { origin } = await openFace({ ...deps, settings: { ...deps.settings, trustedProxies: proxies(trusted) } })
  const told: string[] = []
  for (let n = 0; n < 7; n++) {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': forwarded(n),
        forwarded: `for=198.51.100.${n}`,
      },
      body: JSON.stringify({ query, variables: { input: { identifier: 'A100', password: 'Faux-mot-9' } } }),
    })
    told.push((await response.json()).data.signIn.__typename)
  }
  return told
}
const shutOut = [...Array(5).fill('SignInRefused'), 'TooManyTries', 'TooManyTries']

test('over HTTP: a header that nobody configured gives no new tries', async () => {
  expect(await failFrom('', (n) => `198.51.100.${n}`)).toEqual(shutOut)
})

test('over HTTP: behind a configured proxy each client has its own tries, and a spoofed one has not', async () => {
  expect(await failFrom('127.0.0.0/8', (n) => `198.51.100.${n}`)).toEqual(Array(7).fill('SignInRefused'))
  expect(await failFrom('127.0.0.0/8', (n) => `198.51.100.${n}, 203.0.113.7`)).toEqual(shutOut)
  expect(await failFrom('127.0.0.0/8', (n) => `198.51.100.${n}, nonsense`)).toEqual(shutOut)
})

test('over HTTP: a proxy’s word for the host name counts, the nearest one’s; a stranger’s does not', async () => {
  const { deps } = await world()
  const hostRead = async (trusted: string, forwarded: string) => {
    const site = new Hono<Edge>().all('*', (c) => c.text(c.get('client').host))
    const settings = { ...deps.settings, trustedProxies: proxies(trusted) }
    const { origin, port } = await openFace({ ...deps, settings }, { site })
    const text = await (await fetch(origin, { headers: { 'x-forwarded-host': forwarded } })).text()
    return text.replace(`localhost:${port}`, 'as asked')
  }
  expect(await hostRead('127.0.0.1', 'lac.example')).toBe('lac.example')
  expect(await hostRead('127.0.0.1', 'evil.example, LAC.example:443')).toBe('lac.example:443')
  expect(await hostRead('', 'lac.example')).toBe('as asked')
  for (const broken of ['lac.example/x', 'a b', '', '@', 'lac.example:99999999', 'lac.example,'])
    expect(await hostRead('127.0.0.1', broken), broken).toBe('as asked')
})
