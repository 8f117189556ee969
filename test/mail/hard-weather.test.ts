import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import { directTransport } from '../../server/mail/direct-transport.ts'
import { createTraffic } from '../../server/mail/traffic.ts'
import type { Transport } from '../../server/mail/transport.ts'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer, type Zone } from '../support/name-server.ts'
import { noMail } from '../support/no-mail.ts'
import { startScriptedSmtp } from '../support/scripted-smtp.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})

/** The world's database, whose raw writes fail while `fails` says so of their text. */
function stumbling(fails: (statement: string) => boolean) {
  return new Proxy(world.db, {
    get(target, key) {
      const own = Reflect.get(target, key)
      if (key !== '$executeRaw') return typeof own === 'function' ? own.bind(target) : own
      return (query: TemplateStringsArray, ...values: unknown[]) =>
        fails(query.join('?')) ? Promise.reject(new Error('connection reset')) : target.$executeRaw(query, ...values)
    },
  })
}
const taking = (took: () => Promise<void> | void): Transport => ({
  async send() {
    await took()
    return { accepted: true, reply: '250', by: null }
  },
  async close() {},
})

test('what the server took is noted though a lease cannot be given back: no copy is sent', async () => {
  const db = stumbling((statement) => statement.includes('"leasedUntil" = NULL') && !statement.includes('settled'))
  let sent = 0
  const slowOnce = taking(async () => {
    sent += 1
    // Slow enough to make the courier hand back what else goes to the domain.
    if (sent === 1) await new Promise((resolve) => setTimeout(resolve, 5_100))
  })
  const courier = createCourier({ ...world.deps, db }, slowOnce)
  closing.push(courier.stop)
  const all = await Promise.all(Array.from({ length: 10 }, (_, i) => world.codeMail(`owner${i}@orange.fr`)))
  await courier.runOnce()
  world.clock.forward(16)
  await courier.runOnce()
  expect(sent).toBe(10)
  const states = await Promise.all(all.map(async ({ message }) => (await world.messageOf(message.id)).state))
  expect(new Set(states)).toEqual(new Set(['SENT']))
}, 30_000)

test('what the server took is noted however long the database is away, and sent once', async () => {
  let away = false
  const db = stumbling(() => away)
  let sent = 0
  const courier = createCourier(
    { ...world.deps, db },
    taking(() => {
      sent += 1
      away = true
    }),
  )
  closing.push(courier.stop)
  const { message } = await world.codeMail('marie@orange.fr')
  courier.start()
  await expect.poll(() => sent).toBe(1)
  // Longer than the lease, by the world's clock and by the settler's patience of old.
  await new Promise((resolve) => setTimeout(resolve, 12_000))
  world.clock.forward(30)
  away = false
  await expect.poll(async () => (await world.messageOf(message.id)).state, { timeout: 10_000 }).toBe('SENT')
  expect(sent).toBe(1)
}, 40_000)

test('nothing that was claimed while the courier is being stopped is begun', async () => {
  let reading = () => {}
  const claimed = new Promise<void>((resolve) => {
    reading = resolve
  })
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const message = new Proxy(world.db.message, {
    get(target, key) {
      const own = Reflect.get(target, key)
      if (key !== 'findMany') return own
      return async (...args: Parameters<typeof target.findMany>) => {
        reading()
        await held
        return target.findMany(...args)
      }
    },
  })
  const db = new Proxy(world.db, {
    get(target, key) {
      const own = key === 'message' ? message : Reflect.get(target, key)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
  let sent = 0
  const courier = createCourier(
    { ...world.deps, db },
    taking(() => {
      sent += 1
    }),
  )
  const { message: queued } = await world.codeMail('marie@orange.fr')
  const looked = courier.runOnce()
  await claimed
  const stopped = courier.stop()
  goOn()
  await Promise.all([looked, stopped])
  expect(sent).toBe(0)
  expect(await world.messageOf(queued.id)).toMatchObject({ state: 'QUEUED', leasedUntil: null })
})

test('servers that let us wait, however many, keep no other domain’s mail waiting', async () => {
  const good = await startScriptedSmtp(() => null, { host: '127.0.0.3' })
  const evil = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('220 hello\r\n')
    const drops = setInterval(() => socket.write('250-more\r\n'), 100)
    socket.on('close', () => clearInterval(drops))
  })
  await new Promise<void>((listening) => evil.listen(good.port, '127.0.0.2', listening))
  expect((evil.address() as AddressInfo).port).toBe(good.port)
  const zones: Record<string, Zone> = {
    'orange.fr': { mx: [[10, 'mx.orange.fr']] },
    'mx.orange.fr': { a: ['127.0.0.3'] },
    'mx.evil.fr': { a: ['127.0.0.2'] },
  }
  const evils = Array.from({ length: 8 }, (_, i) => `e${i}.fr`)
  for (const domain of evils) zones[domain] = { mx: [[10, 'mx.evil.fr']] }
  const { address } = await nameServer(zones)
  const settings = {
    ...world.deps.settings,
    mail: { ...world.deps.settings.mail, directDomains: ['*'], dnsServers: [address] },
  }
  const own = { ...world.deps, settings, mailDomains: createMailDomains([address], world.clock) }
  const limits = { connectMs: 1_000, silenceMs: 1_000 }
  const courier = createCourier(own, directTransport(own, { port: good.port, mayReach: () => true, limits }))
  closing.push(courier.stop, good.close, () => new Promise((closed) => evil.close(closed)))
  for (const domain of evils) for (let n = 0; n < 4; n++) await world.codeMail(`o${n}@${domain}`)
  courier.start()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  for (let n = 0; n < 10; n++) await world.codeMail(`marie${n}@orange.fr`)
  await expect.poll(() => good.taken.length, { timeout: 20_000, interval: 200 }).toBe(10)
}, 60_000)

test('a mail that we could not write says nothing of a relay that is away', () => {
  const traffic = createTraffic(noMail)
  const now = world.clock.now()
  const away = { accepted: false, kind: 'away', reply: 'relay ESOCKET', by: null } as const
  const unwritten = { accepted: false, kind: 'later', reply: 'not written', by: null } as const
  const told = [away, away, unwritten, away, away, unwritten, away].map((attempt) =>
    traffic.note('orange.fr', attempt, 10, now),
  )
  expect(told.at(-1)).toBe('RELAY AWAY')
})
