import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readWebhookUrl } from '../../server/domain/webhook.ts'
import { createHostAddresses, isOutward } from '../../server/mail/host-addresses.ts'
import { post, type Reach } from '../../server/partners/webhooks/post.ts'
import { nameServer } from '../support/name-server.ts'
import { certificate } from './certificate.ts'
import { startReceiver } from './receiver.ts'

const now = () => new Date('2026-11-22T13:05:00Z')

/** The internet of production, seen through a name server of the test's own. */
function production(dns: { address: string }, reach: Partial<Reach> = {}): Reach {
  const addressesOf = createHostAddresses([dns.address])
  return { addressesOf, mayReach: isOutward, loopback: false, limitMs: 5_000, ...reach }
}

const send = (reach: Reach, url: string) => post(reach, new URL(url), {}, '{}')

/** An address of IPv4 inside one of IPv6: mapped, compatible, behind a translator (RFC 6052, RFC 8215), in a tunnel (6to4). */
function insideSix(four: string): string[] {
  const hex = Buffer.from(four.split('.').map(Number)).toString('hex')
  const [high, low] = [hex.slice(0, 4), hex.slice(4)]
  return [`::ffff:${four}`, `::${four}`, `64:ff9b::${four}`, `64:ff9b:1::${four}`, `2002:${high}:${low}::1`]
}

test.each([
  ...['0.0.0.0', '0.1.2.3', '10.1.2.3', '100.64.0.1', '100.127.255.254', '127.0.0.1', '127.1.2.3'],
  ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
  ...['239.255.255.250', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:8.8.8.8', '::7f00:1', '::ffff:0:7f00:1'],
  ...['64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '100::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1'],
  ...['2001::1', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2001:db8::1', '3fff::1', '5f00::1', '4000::1'],
  // Metadata of clouds: Azure's wire server, Alibaba, Oracle, AWS, Google; and each inside an address of IPv6.
  ...['168.63.129.16', '100.100.100.200', '192.0.0.192', '169.254.170.2', 'fd00:ec2::23', 'fd20:ce::254'],
  ...['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192'].flatMap(insideSix),
  ...['', 'localhost', '127.1', '0x7f000001', '2130706433', '::1%lo', '8.8.8.8.8'],
])('%s is no address out on the internet', (address) => {
  expect(isOutward(address)).toBe(false)
})

test.each([
  ['https://127.0.0.1:PORT/', 'INWARD'],
  ['https://[::1]:PORT/', 'INWARD'],
  ['https://[::ffff:7f00:1]:PORT/', 'INWARD'],
  // As a browser reads them: all of them are 127.0.0.1.
  ['https://2130706433:PORT/', 'INWARD'],
  ['https://0x7f.1:PORT/', 'INWARD'],
  ['https://127.1:PORT/', 'INWARD'],
  ['https://１２７.0.0.1:PORT/', 'INWARD'],
  ['https://inward.example:PORT/', 'INWARD'],
  ['https://six.example:PORT/', 'INWARD'],
  ['https://mixed.example:PORT/', 'INWARD'],
  ['https://metadata.example/', 'INWARD'],
  ['https://nowhere.example/', 'NAME'],
  ['https://localhost:PORT/', 'NAME'],
  ['http://outward.example/', 'INWARD'],
])('%s is not knocked at: %s', async (url, fault) => {
  const dns = await nameServer({
    'inward.example': { a: ['127.0.0.1'] },
    'six.example': { aaaa: ['::ffff:127.0.0.1'] },
    'mixed.example': { a: ['80.12.26.32', '127.0.0.1'] },
    'metadata.example': { a: ['169.254.169.254'] },
    'outward.example': { a: ['80.12.26.32'] },
  })
  const near = await startReceiver(now, { tls: certificate })
  const { answer } = await send(production(dns), url.replace('PORT', String(near.port)))
  expect(answer).toBe(fault)
  expect(near.came).toEqual([])
})

test('the line goes to the address that was judged, whatever the name answers a moment later', async () => {
  const inside = await startReceiver(now, { host: '127.0.0.1', tls: certificate })
  const outside = await startReceiver(now, { host: '127.0.0.2', port: inside.port, tls: certificate })
  let asked = 0
  const dns = await nameServer({ 'rebinding.example': { a: ['127.0.0.2'] } })
  // 127.0.0.2 stands for the internet; the name leads inside as soon as it was asked once.
  const reach = production(dns, {
    async addressesOf() {
      asked += 1
      return asked === 1 ? ['127.0.0.2'] : ['127.0.0.1']
    },
    mayReach: (address) => address === '127.0.0.2' || isOutward(address),
    ca: certificate.cert,
  })
  const url = `https://rebinding.example:${inside.port}/hook`
  expect(await send(reach, url)).toMatchObject({ answer: 204 })
  expect([asked, outside.came.length, inside.came.length]).toEqual([1, 1, 0])
  expect(await send(reach, url)).toMatchObject({ answer: 'INWARD' })
  expect([outside.came.length, inside.came.length]).toEqual([1, 0])
})

test('a certificate that nobody trusts, or of another name, is refused', async () => {
  const receiver = await startReceiver(now, { tls: certificate })
  const at = (ca?: string): Partial<Reach> => ({
    addressesOf: async () => ['127.0.0.1'],
    mayReach: () => true,
    ...(ca !== undefined && { ca }),
  })
  const dns = await nameServer({})
  const to = (name: string) => `https://${name}:${receiver.port}/`
  expect((await send(production(dns, at()), to('portail.example'))).answer).toBe('TLS')
  expect((await send(production(dns, at(certificate.cert)), to('autre.example'))).answer).toBe('TLS')
  expect(receiver.came).toEqual([])
  expect((await send(production(dns, at(certificate.cert)), to('portail.example'))).answer).toBe(204)
})

test('nothing outlasts its time: a name server that is silent, a line that opens and says nothing', async () => {
  const dns = await nameServer({ 'silent.example': 'SILENCE' })
  const began = performance.now()
  expect((await send(production(dns, { limitMs: 300 }), 'https://silent.example/')).answer).toBe('TIMEOUT')
  const receiver = await startReceiver(now)
  receiver.answer = () => {}
  const near = production(dns, { loopback: true, limitMs: 300 })
  expect((await send(near, receiver.url)).answer).toBe('TIMEOUT')
  expect(performance.now() - began).toBeLessThan(3_000)
})

test('this machine is reached by its own names alone, and only where the settings let it', async () => {
  const receiver = await startReceiver(now)
  const dns = await nameServer({ 'near.example': { a: ['127.0.0.1'] } })
  const { port } = receiver
  const allowed = production(dns, { loopback: true })
  expect((await send(allowed, `http://localhost:${port}/`)).answer).toBe(204)
  expect((await send(allowed, `http://127.0.0.1:${port}/`)).answer).toBe(204)
  expect((await send(allowed, `http://near.example:${port}/`)).answer).toBe('INWARD')
  expect((await send(allowed, `https://near.example:${port}/`)).answer).toBe('INWARD')
  expect((await send(production(dns), `http://127.0.0.1:${port}/`)).answer).toBe('INWARD')
})

test('an address that is kept is https, without name, password or fragment', () => {
  expect(readWebhookUrl('https://Portail.example:443/a?b=c', false)).toBe('https://portail.example/a?b=c')
  expect(readWebhookUrl('http://localhost:4000/hook', true)).toBe('http://localhost:4000/hook')
  for (const text of [
    ...['', 'portail.example', 'http://portail.example/', 'ftp://portail.example/', 'https://u:p@portail.example/'],
    ...['https://u@portail.example/', 'https://portail.example/#x', 'http://localhost.portail.example/'],
    `https://portail.example/${'x'.repeat(600)}`,
  ]) {
    expect(readWebhookUrl(text, true), text.slice(0, 40)).toBeNull()
  }
  expect(readWebhookUrl('http://localhost:4000/hook', false)).toBeNull()
})

test('a receiver that leaves HTTP in its answer holds no place in our hands', async () => {
  const leaving = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    )
  })
  await new Promise<void>((listening) => leaving.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void leaving.close())
  const address = leaving.address()
  const port = typeof address === 'object' ? address?.port : null
  const reach = { ...production(await nameServer({})), loopback: true, limitMs: 1_000 }
  expect(await send(reach, `http://127.0.0.1:${port}/`)).toEqual({ answer: 101, body: null })
})
