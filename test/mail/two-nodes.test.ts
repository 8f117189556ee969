import { expect, test } from 'vitest'
import { queueCodes } from '../../bench/queue-codes.ts'
import { createCourier } from '../../server/mail/courier.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { type Script, startScriptedSmtp } from '../support/scripted-smtp.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})

async function relay(script?: Script) {
  const server = await startScriptedSmtp(script)
  closing.push(server.close)
  return server
}
function node(url: string, pace: Record<string, number> = {}) {
  const { deps } = world
  const mail = { ...deps.settings.mail, pace: new Map(Object.entries(pace)) }
  const courier = createCourier({ ...deps, settings: { ...deps.settings, mail } }, smtpTransport(url))
  closing.unshift(courier.stop)
  return courier
}
const queue = (count: number, domains: string[]) => queueCodes(world.pool, world.deps, count, domains)
const doubles = (taken: readonly { to: string }[]) => taken.length - new Set(taken.map(({ to }) => to)).size

test('two couriers on one database share six hundred messages and send none twice', async () => {
  await queue(600, ['orange.fr', 'free.fr', 'laposte.net'])
  const server = await relay()
  const [one, two] = [node(server.url), node(server.url)]
  one.start()
  two.start()
  await expect.poll(() => server.taken.length, { timeout: 60_000, interval: 50 }).toBe(600)
  await Promise.all([one.stop(), two.stop()])
  expect(doubles(server.taken)).toBe(0)
  expect(await world.db.message.groupBy({ by: ['state', 'attempts'], _count: true })).toEqual([
    { state: 'SENT', attempts: 1, _count: 600 },
  ])
  expect(await world.db.delivery.count({ where: { status: 'ACCEPTED' } })).toBe(600)
  expect(await world.db.code.count({ where: { acceptedAt: null } })).toBe(0)
}, 90_000)

test('a pace holds for both nodes together', async () => {
  await queue(60, ['orange.fr', 'free.fr'])
  const inFlight = { orange: 0, most: 0, free: 0, mostFree: 0 }
  const server = await relay(async (moment, to) => {
    if (moment !== 'RCPT') return null
    const orange = to.endsWith('orange.fr')
    inFlight.most = Math.max(inFlight.most, orange ? ++inFlight.orange : 0)
    inFlight.mostFree = Math.max(inFlight.mostFree, orange ? 0 : ++inFlight.free)
    await new Promise((resolve) => setTimeout(resolve, 30))
    if (orange) inFlight.orange--
    else inFlight.free--
    return null
  })
  await Promise.all([node(server.url, { 'orange.fr': 2 }).runOnce(), node(server.url, { 'orange.fr': 2 }).runOnce()])
  while (server.taken.length < 60) await node(server.url, { 'orange.fr': 2 }).runOnce()
  expect(inFlight.most).toBe(2)
  expect(inFlight.mostFree).toBeGreaterThan(2)
  expect(doubles(server.taken)).toBe(0)
}, 60_000)

test('eight thousand to one provider never stand before three to another', async () => {
  await queue(8_000, ['orange.fr'])
  world.clock.forward(1)
  await queue(3, ['laposte.net'])
  const server = await relay()
  const courier = node(server.url)
  courier.start()
  await expect
    .poll(() => server.taken.filter(({ to }) => to.endsWith('laposte.net')).length, { timeout: 10_000, interval: 5 })
    .toBe(3)
  expect(server.taken.length).toBeLessThan(300)
  await courier.stop()
}, 60_000)

test('a domain that hangs holds its few places: hundreds to it do not delay the others', async () => {
  await queue(400, ['slow.fr'])
  await queue(200, ['orange.fr', 'free.fr'])
  const server = await relay((moment, to) => (moment === 'RCPT' && to.endsWith('slow.fr') ? 'SILENCE' : null))
  const courier = node(server.url)
  courier.start()
  await expect.poll(() => server.taken.length, { timeout: 20_000, interval: 20 }).toBe(200)
  expect(server.mostOpen()).toBeLessThanOrEqual(20)
  // Not to wait for the slow ones: their lines are cut at the end.
  await server.close()
}, 60_000)
