import { expect, onTestFinished, test } from 'vitest'
import { directTransport } from '../../server/mail/direct-transport.ts'
import { isOutward } from '../../server/mail/host-addresses.ts'
import { createRoutes } from '../../server/mail/routes.ts'
import { firstAttempt, type Mail } from '../../server/mail/transport.ts'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer, type Zone } from '../support/name-server.ts'
import { noMail } from '../support/no-mail.ts'
import { type Script, startScriptedSmtp } from '../support/scripted-smtp.ts'
import { startRelay } from './relay.ts'

const mail: Mail = {
  messageId: 'migration-code.0b5f7e0e-1111-4222-8333-444455556666@cabinet.fr',
  date: new Date('2026-11-22T13:05:42.123Z'),
  from: { name: 'Cabinet Morel', address: 'bonjour@cabinet.fr' },
  envelopeFrom: 'bounce+token0123@cabinet.fr',
  to: 'marie@orange.fr',
  subject: 'Été – à bientôt',
  text: 'Bonjour,',
  html: '<p>Bonjour,</p>',
}
const clock = { now: () => new Date('2026-11-22T13:05:42Z') }

async function settingsWith(zones: Record<string, Zone>, own: Partial<typeof noMail> = {}) {
  const { address } = await nameServer(zones)
  const settings = {
    mail: { ...noMail, helloName: 'post.cabinet.fr', directDomains: ['*'], ...own, dnsServers: [address] },
  }
  return { settings, mailDomains: createMailDomains([address], clock), clock }
}
async function server(
  script: Script = () => null,
  where: { host?: string; port?: number; extensions?: string[] } = {},
) {
  const started = await startScriptedSmtp(script, where)
  onTestFinished(started.close)
  return started
}
async function direct(zones: Record<string, Zone>, port: number) {
  const limits = { connectMs: 500, silenceMs: 500 }
  const transport = directTransport(await settingsWith(zones), { port, mayReach: () => true, limits })
  onTestFinished(() => transport.close())
  return transport
}
const mx = (...hosts: [number, string][]) => ({ mx: hosts })

test('mail goes to the most preferred host, greeted by our name, and says whose server took it', async () => {
  const first = await server(() => null, { host: '127.0.0.2' })
  const second = await server(() => null, { host: '127.0.0.3', port: first.port })
  const zones = {
    'orange.fr': mx([20, 'b.orange.fr'], [10, 'a.orange.fr']),
    'a.orange.fr': { a: ['127.0.0.2'] },
    'b.orange.fr': { a: ['127.0.0.3'] },
  }
  expect(await (await direct(zones, first.port)).send(mail)).toEqual({ accepted: true, reply: '250', by: 'orange.fr' })
  expect(first.taken.map(({ from, to }) => [from, to])).toEqual([['bounce+token0123@cabinet.fr', 'marie@orange.fr']])
  expect(first.lines[0]).toBe('EHLO post.cabinet.fr')
  expect(second.lines).toEqual([])
})

test.each([
  ['is away', null],
  ['says 421 at the door', { say: '421 4.3.2 too busy' }],
  ['says 554 at the door', { say: '554 5.7.1 not you' }],
  ['says nothing', 'SILENCE'],
] as const)('the next host is asked when one %s, and that one is asked last for a while', async (_name, greeting) => {
  const good = await server(() => null, { host: '127.0.0.3' })
  const bad =
    greeting === null
      ? null
      : await server((moment) => (moment === 'GREETING' ? greeting : null), { host: '127.0.0.2', port: good.port })
  const zones = {
    'orange.fr': mx([10, 'a.orange.fr'], [20, 'b.orange.fr']),
    'a.orange.fr': { a: ['127.0.0.2'] },
    'b.orange.fr': { a: ['127.0.0.3'] },
  }
  const transport = await direct(zones, good.port)
  expect(await transport.send(mail)).toEqual({ accepted: true, reply: '250', by: 'orange.fr' })
  const opened = bad?.mostOpen()
  await transport.send(mail)
  expect(good.taken.length).toBe(2)
  expect(bad?.mostOpen()).toBe(opened)
})

test('an answer about the mail is final for the attempt: no second host is asked for another opinion', async () => {
  const first = await server((moment) => (moment === 'RCPT' ? { say: '451 4.7.1 later' } : null), { host: '127.0.0.2' })
  const second = await server(() => null, { host: '127.0.0.3', port: first.port })
  const zones = {
    'orange.fr': mx([10, 'a.orange.fr'], [20, 'b.orange.fr']),
    'a.orange.fr': { a: ['127.0.0.2'] },
    'b.orange.fr': { a: ['127.0.0.3'] },
  }
  const attempt = await (await direct(zones, first.port)).send(mail)
  expect(attempt).toEqual({ accepted: false, kind: 'later', reply: '451 4.7.1', by: 'orange.fr' })
  expect(second.lines).toEqual([])
})

test('a host with IPv6 only is reached, and one with a dead IPv4 beside it too', async () => {
  const six = await server(() => null, { host: '::1' })
  const zones = {
    'six.fr': { mx: [[10, 'mx.six.fr']] as const },
    'mx.six.fr': { aaaa: ['::1'] },
    'both.fr': mx([10, 'mx.both.fr']),
    'mx.both.fr': { a: ['127.0.0.9'], aaaa: ['::1'] },
  }
  const transport = await direct(zones, six.port)
  expect(await transport.send({ ...mail, to: 'a@six.fr' })).toMatchObject({ accepted: true, by: 'six.fr' })
  expect(await transport.send({ ...mail, to: 'a@both.fr' })).toMatchObject({ accepted: true, by: 'both.fr' })
})

test('a domain that does not exist, or takes no mail, is refused without any attempt; a resolver that is away only delays', async () => {
  const near = await server()
  const transport = await direct(
    { 'nothing.fr': mx([0, '.']), 'broken.fr': 'SERVFAIL', 'lost.fr': mx([10, 'mx.lost.fr']) },
    near.port,
  )
  const domain = { accepted: false, kind: 'never', reply: '556 5.1.10', by: null }
  expect(await transport.send({ ...mail, to: 'a@unknown.fr' })).toEqual(domain)
  expect(await transport.send({ ...mail, to: 'a@nothing.fr' })).toEqual(domain)
  const later = { accepted: false, kind: 'away', reply: 'mx DNS', by: null }
  expect(await transport.send({ ...mail, to: 'a@broken.fr' })).toEqual(later)
  expect(await transport.send({ ...mail, to: 'a@lost.fr' })).toEqual(later)
  expect(near.lines).toEqual([])
})

test('an attempt that was ended before it began says nothing of the domain, and asks nobody', async () => {
  const host = await server()
  const transport = await direct(
    { 'orange.fr': mx([10, 'mx.orange.fr']), 'mx.orange.fr': { a: ['127.0.0.1'] } },
    host.port,
  )
  const attempt = await transport.send(mail, { ...firstAttempt, signal: AbortSignal.abort() })
  expect(attempt).toEqual({ accepted: false, kind: 'away', reply: 'mx EABORTED', by: null })
  expect(host.lines).toEqual([])
})

test('domains set up to be silent do not take our own look-ups away', async () => {
  const host = await server()
  const own = await settingsWith({
    'evil1.fr': 'SILENCE',
    'evil2.fr': 'SILENCE',
    'orange.fr': mx([10, 'mx.orange.fr']),
    'mx.orange.fr': { a: ['127.0.0.1'] },
  })
  const limits = { connectMs: 500, silenceMs: 500 }
  const transport = directTransport(own, { port: host.port, mayReach: () => true, limits })
  onTestFinished(() => transport.close())
  for (const domain of ['evil1.fr', 'evil2.fr']) await own.mailDomains.look(domain, 'thief')
  expect(await own.mailDomains.look('free.fr', 'owner')).toEqual({ found: 'UNSURE' })
  expect(await transport.send(mail)).toMatchObject({ accepted: true, by: 'orange.fr' })
})

test('a domain without MX takes mail at its own address', async () => {
  const own = await server()
  const transport = await direct({ 'petit.fr': { a: ['127.0.0.1'] } }, own.port)
  expect(await transport.send({ ...mail, to: 'a@petit.fr' })).toMatchObject({ accepted: true, by: 'petit.fr' })
})

test('TLS is taken where it is offered, whoever signed the certificate, and not asked for where it is not', async () => {
  let encrypted = false
  const offering = await startRelay({
    options: {
      disabledCommands: ['AUTH'],
      onMailFrom: (_address, session, done) => {
        encrypted = session.secure
        done()
      },
    },
  })
  onTestFinished(() => offering.close())
  const zones = { 'orange.fr': mx([10, 'mx.orange.fr']), 'mx.orange.fr': { a: ['127.0.0.1'] } }
  expect(await (await direct(zones, offering.port)).send(mail)).toMatchObject({ accepted: true })
  expect(encrypted).toBe(true)
})

test('a server that offers TLS and fails at it is given the mail in clear', async () => {
  // It says 220 to STARTTLS and then goes on in clear: no handshake comes of it.
  const failing = await server((moment) => (moment === 'STARTTLS' ? { say: '220 go on' } : null), {
    extensions: ['STARTTLS'],
  })
  const zones = { 'orange.fr': mx([10, 'mx.orange.fr']), 'mx.orange.fr': { a: ['127.0.0.1'] } }
  expect(await (await direct(zones, failing.port)).send(mail)).toMatchObject({ accepted: true, by: 'orange.fr' })
  expect(failing.lines.filter((line) => line === 'STARTTLS').length).toBe(1)
})

test('a server whose TLS is too old for us is given the mail in clear', async () => {
  let encrypted: boolean | null = null
  const old = await startRelay({
    options: {
      disabledCommands: ['AUTH'],
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      onMailFrom(_address, session, done) {
        encrypted = session.secure
        done()
      },
    },
  })
  onTestFinished(() => old.close())
  const zones = { 'orange.fr': mx([10, 'mx.orange.fr']), 'mx.orange.fr': { a: ['127.0.0.1'] } }
  expect(await (await direct(zones, old.port)).send(mail)).toMatchObject({ accepted: true, by: 'orange.fr' })
  expect(encrypted).toBe(false)
})

test('many mails to one host share a few lines', async () => {
  const host = await server(async (moment) => {
    if (moment === 'RCPT') await new Promise((resolve) => setTimeout(resolve, 20))
    return null
  })
  const zones = { 'orange.fr': mx([10, 'mx.orange.fr']), 'mx.orange.fr': { a: ['127.0.0.1'] } }
  const transport = await direct(zones, host.port)
  await Promise.all(Array.from({ length: 60 }, (_, i) => transport.send({ ...mail, to: `a${i}@orange.fr` })))
  expect(host.taken.length).toBe(60)
  expect(host.mostOpen()).toBeLessThanOrEqual(8)
  await transport.close()
  await expect.poll(host.open).toBe(0)
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.168.1.1',
  '169.254.169.254',
  '172.20.0.1',
  '::1',
  'fd00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::7f00:1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001::1',
  'fec0::1',
  '::ffff:10.0.0.1',
])('an MX that leads to %s is none: nobody makes us knock at the doors of our own network', async (address) => {
  expect(isOutward(address)).toBe(false)
  const near = await server()
  const six = address.includes(':')
  const own = await settingsWith({
    'evil.fr': mx([10, 'mx.evil.fr']),
    'mx.evil.fr': six ? { aaaa: [address] } : { a: [address] },
  })
  const transport = directTransport(own)
  expect(await transport.send({ ...mail, to: 'a@evil.fr' })).toMatchObject({ kind: 'away', reply: 'mx INWARD' })
  expect(near.lines).toEqual([])
})

test('the addresses of large providers are outward', () => {
  for (const address of [
    '80.12.26.32',
    '212.27.48.6',
    '142.250.27.26',
    '2a00:1450:400c:c0b::1b',
    '2001:4860:4860::8888',
  ])
    expect(isOutward(address)).toBe(true)
})

test('only the domains that are set go direct, the others through the relay', async () => {
  const far = await server()
  const relay = await server()
  const zones = {
    'orange.fr': mx([10, 'mx.orange.fr']),
    'mx.orange.fr': { a: ['127.0.0.1'] },
    'free.fr': mx([10, 'mx.orange.fr']),
  }
  const deps = await settingsWith(zones, { directDomains: ['orange.fr'], relayUrl: relay.url })
  const transport = createRoutes(
    deps,
    {
      send: async () => {
        throw new Error('no other way')
      },
      close: async () => {},
    },
    { port: far.port, mayReach: () => true, limits: { connectMs: 500, silenceMs: 500 } },
  )
  onTestFinished(() => transport.close())
  expect(await transport.send(mail)).toMatchObject({ accepted: true, by: 'orange.fr' })
  expect(await transport.send({ ...mail, to: 'a@free.fr' })).toMatchObject({ accepted: true, by: null })
  expect(far.taken.map(({ to }) => to)).toEqual(['marie@orange.fr'])
  expect(relay.taken.map(({ to }) => to)).toEqual(['a@free.fr'])
})
