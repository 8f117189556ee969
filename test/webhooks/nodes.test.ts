import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createKeyRing } from '../../server/keys.ts'
import { addWebhook } from '../../server/partners/add-webhook.ts'
import { newPartner } from '../support/partners.ts'
import { startReceiver } from './receiver.ts'
import { register, webhookWorld } from './webhook-world.ts'

const script = fileURLToPath(new URL('./crier-process.ts', import.meta.url))

test('a receiver that hangs holds up its own events, four at a time, and nobody else’s', async () => {
  const { w, happen, register: add, node } = await webhookWorld()
  const [stuck, quick] = [await startReceiver(w.clock.now), await startReceiver(w.clock.now)]
  await add(stuck)
  await add(quick)
  let release = () => {}
  const freed = new Promise<void>((resolve) => {
    release = resolve
  })
  stuck.answer = async (response) => {
    await freed
    response.writeHead(204).end()
  }
  await happen(30)
  const crier = node()
  const done = crier.runOnce()
  await expect.poll(() => quick.told().length, { timeout: 10_000 }).toBe(30)
  expect(stuck.open()).toEqual({ now: 4, most: 4 })
  release()
  await done
  expect(stuck.told()).toHaveLength(30)
})

test('several nodes tell every event once, and queue it once', async () => {
  const { w, happen, register: add, node, deliveries } = await webhookWorld()
  const receivers = [await startReceiver(w.clock.now), await startReceiver(w.clock.now)]
  for (const receiver of receivers) await add(receiver)
  const nodes = [node(), node(), node()]
  await happen(20)
  const first = Promise.all(nodes.map((one) => one.runOnce()))
  await happen(20)
  await first
  await Promise.all(nodes.map((one) => one.runOnce()))
  for (const receiver of receivers) {
    const ids = receiver.told().map(({ data }) => data.id)
    expect(ids).toHaveLength(40)
    expect(new Set(ids).size).toBe(40)
  }
  expect((await deliveries()).every(({ state, attempts }) => state === 'DELIVERED' && attempts === 1)).toBe(true)
})

test('a node killed between the receiver’s answer and its note of it: one duplicate, under the same id', async () => {
  const { w, happen, register: add, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await add(receiver)
  await happen()
  let child: ChildProcess | undefined
  let killed: Promise<unknown> | undefined
  receiver.answer = async (response) => {
    if (!killed) {
      killed = child ? once(child, 'exit') : undefined
      child?.kill('SIGKILL')
      await killed
    }
    response.writeHead(204).end()
  }
  const { databaseUrl } = w.deps.settings
  child = spawn(process.execPath, [script, databaseUrl ?? '', w.clock.now().toISOString()], { stdio: 'inherit' })
  const [code, signal] = await once(child, 'exit')
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
  expect(await deliveries()).toMatchObject([{ state: 'QUEUED', attempts: 1 }])
  const crier = node()
  expect(await crier.runOnce(), 'its lease still runs').toBe(0)
  w.clock.forward({ seconds: 15 })
  expect(await crier.runOnce()).toBe(1)
  const ids = receiver.told().map(({ data }) => data.id)
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
  expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 2 }])
})

test('a stopping node begins nothing more and writes down what is in hand', async () => {
  const { w, happen, register: add, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await add(receiver)
  await happen(10)
  const crier = node()
  let stopping: Promise<void> | undefined
  receiver.answer = (response) => {
    stopping ??= crier.stop()
    response.writeHead(204).end()
  }
  crier.start()
  await expect.poll(() => stopping !== undefined, { timeout: 10_000 }).toBe(true)
  await stopping
  const states = (await deliveries()).map(({ state, leasedUntil }) => `${state} ${leasedUntil}`)
  const told = receiver.told().length
  expect(told).toBeGreaterThan(0)
  expect(told).toBeLessThanOrEqual(4)
  expect(states.filter((one) => one === 'DELIVERED null')).toHaveLength(told)
  expect(states.filter((one) => one === 'QUEUED null')).toHaveLength(10 - told)
})

test('what is told is the partner’s own: another agency’s events and another realm’s go to nobody else', async () => {
  const { w, happen, register: add, node } = await webhookWorld()
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  await newPartner(w.deps, 'voisin', { kind: 'live', agencies: ['parc'] })
  const [own, foreign, unproved] = [
    await startReceiver(w.clock.now),
    await startReceiver(w.clock.now),
    await startReceiver(w.clock.now),
  ]
  await add(own)
  await register(w, 'voisin', foreign)
  await addWebhook(w.deps, { partnerKey: 'lumen', test: false, url: unproved.url }, 'accueil-2')
  await addWebhook(w.deps, { partnerKey: 'lumen', test: true, url: unproved.url }, 'accueil-2')
  await happen(3)
  await node().runOnce()
  expect([own.told().length, foreign.told().length, unproved.came.length]).toEqual([3, 0, 0])
})

test('a secret is sealed anew under the ring’s new key at the next delivery, so that the old key can leave', async () => {
  const { w, happen, register: add, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  const { secret } = await add(receiver)
  const old = new Uint8Array(32).fill(7)
  const fresh = new Uint8Array(32).fill(9)
  const both = createKeyRing(new Map(Object.entries({ k2: fresh, k1: old })), 'k2')
  await happen()
  await node({}, { ...w.deps, keys: both }).runOnce()
  await happen()
  await node({}, { ...w.deps, keys: createKeyRing(new Map([['k2', fresh]]), 'k2') }).runOnce()
  expect((await deliveries()).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED'])
  const row = JSON.stringify(await w.deps.db.$queryRaw`SELECT row_to_json(w)::text AS row FROM "Webhook" AS w`)
  const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64')
  for (const trace of [secret, bytes.toString('hex'), bytes.toString('base64')]) expect(row).not.toContain(trace)
})

test('a webhook whose events cannot be queued keeps no other from its own', async () => {
  const { w, happen, register, node } = await webhookWorld()
  const [broken, fine] = [await startReceiver(w.clock.now), await startReceiver(w.clock.now)]
  const { webhook } = await register(broken)
  await register(fine)
  await w.deps.db.$executeRawUnsafe(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`)
  await w.deps.db.$executeRawUnsafe(`
    CREATE TRIGGER refuse BEFORE INSERT ON "WebhookDelivery" FOR EACH ROW
    WHEN (NEW."webhookId" = '${webhook.id}') EXECUTE FUNCTION refuse()`)
  await happen(2)
  const crier = node()
  await crier.runOnce()
  expect([broken.told().length, fine.told().length]).toEqual([0, 2])
  await w.deps.db.$executeRawUnsafe('DROP TRIGGER refuse ON "WebhookDelivery"')
  await crier.runOnce()
  expect([broken.told().length, fine.told().length]).toEqual([2, 2])
})
