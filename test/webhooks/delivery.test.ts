import { expect, test } from 'vitest'
import { createKeyRing } from '../../server/keys.ts'
import { rotateWebhook } from '../../server/partners/rotate-webhook.ts'
import { startReceiver, verifies } from './receiver.ts'
import { webhookWorld } from './webhook-world.ts'

test('what happened is told once, signed as the specification says, and says nothing of a person', async () => {
  const { w, happen, register, node, identifier, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  const { secret } = await register(receiver)
  await happen()
  const crier = node()
  expect(await crier.runOnce()).toBe(1)
  expect(await crier.runOnce()).toBe(0)
  const event = await w.deps.db.event.findFirstOrThrow({ where: { kind: 'PASSWORD_CHANGED' } })
  expect(receiver.told()).toEqual([
    {
      type: 'password.changed',
      timestamp: event.at.toISOString(),
      data: { id: event.id, account: identifier, sharing: [], agency: 'tilleuls', byThisPartner: false },
    },
  ])
  const [, came] = receiver.came
  expect(came?.headers).toMatchObject({ 'webhook-id': event.id, 'content-type': 'application/json' })
  expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 1, lastAnswer: '204' }])
  if (!came) throw new Error('nothing came')
  const now = w.clock.now()
  expect(verifies(secret, came, now)).toBe(true)
  const tampered = { ...came, body: came.body.replace('password.changed', 'account.frozen') }
  expect(verifies(secret, tampered, now)).toBe(false)
  const renamed = { ...came, headers: { ...came.headers, 'webhook-id': crypto.randomUUID() } }
  expect(verifies(secret, renamed, now)).toBe(false)
  expect(verifies(secret, came, new Date(now.getTime() + 301_000))).toBe(false)
  expect(verifies(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, came, now)).toBe(false)
})

test('while a secret is replaced both verify, and then only the new one does', async () => {
  const { w, happen, register, node } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  const { secret: former } = await register(receiver)
  const choice = { partnerKey: 'lumen', test: false, url: null }
  const rotated = await rotateWebhook(w.deps, choice, '2', 'accueil-2')
  if (rotated.__typename === 'PartnerRefused') throw new Error('refused')
  receiver.secret = null
  const crier = node()
  for (const [hours, formerToo] of [
    [1, true],
    [1, false],
  ] as const) {
    w.clock.forward({ hours })
    await happen()
    await crier.runOnce()
    const came = receiver.came.at(-1) ?? { headers: {}, body: '' }
    expect(verifies(rotated.secret, came, w.clock.now())).toBe(true)
    expect(verifies(former, came, w.clock.now())).toBe(formerToo)
  }
})

test('a receiver that is down, answers 500, redirects or does not verify gets it again later, ever later, for 72 hours', async () => {
  const { w, happen, register, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await register(receiver)
  const elsewhere = await startReceiver(w.clock.now)
  let crier = node()
  await happen()
  const refusals: [string, () => void][] = [
    ['500', () => (receiver.answer = (response) => void response.writeHead(500).end())],
    ['302', () => (receiver.answer = (response) => void response.writeHead(302, { location: elsewhere.url }).end())],
    ['401', () => (receiver.secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`)],
    [
      'TIMEOUT',
      () => {
        receiver.secret = null
        receiver.answer = () => {}
        crier = node({ limitMs: 300 })
      },
    ],
  ]
  let pause = 0
  for (const [answer, turn] of refusals) {
    turn()
    expect(await crier.runOnce(), answer).toBe(1)
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ state: 'QUEUED', lastAnswer: answer, leasedUntil: null })
    const next = (delivery?.nextAttemptAt.getTime() ?? 0) - w.clock.now().getTime()
    expect(next).toBeGreaterThan(pause)
    pause = next
    w.clock.forward({ ms: next - 1 })
    expect(await crier.runOnce(), 'too early').toBe(0)
    w.clock.forward({ ms: 1 })
  }
  expect(elsewhere.came).toEqual([])
  await receiver.close()
  crier = node()
  await crier.runOnce()
  expect(await deliveries()).toMatchObject([{ state: 'QUEUED', lastAnswer: 'UNREACHABLE' }])
  const { port } = receiver
  const back = await startReceiver(w.clock.now, { port })
  w.clock.forward({ hours: 1 })
  expect(await crier.runOnce()).toBe(1)
  expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 6, lastAnswer: '204' }])
  expect(back.told()).toHaveLength(1)
})

test('a receiver that takes nothing for 72 hours is told nothing more, and its partner is not another', async () => {
  const { w, happen, register, node, deliveries } = await webhookWorld()
  const [broken, fine] = [await startReceiver(w.clock.now), await startReceiver(w.clock.now)]
  await register(broken)
  await register(fine)
  broken.answer = (response) => void response.writeHead(503).end()
  await happen()
  const crier = node()
  let hours = 0
  for (; hours < 80; hours++) {
    await crier.runOnce()
    w.clock.forward({ hours: 1 })
    const left = await w.deps.db.webhook.findFirst({ where: { url: broken.url, state: 'STOPPED' } })
    if (left) break
  }
  expect(hours).toBeGreaterThan(66)
  expect(hours).toBeLessThanOrEqual(72)
  expect(
    await w.deps.db.webhook.findMany({ orderBy: { createdAt: 'asc' }, select: { state: true, stop: true } }),
  ).toEqual(
    expect.arrayContaining([
      { state: 'STOPPED', stop: 'FAILING' },
      { state: 'ACTIVE', stop: null },
    ]),
  )
  await happen()
  await crier.runOnce()
  expect(fine.told()).toHaveLength(2)
  expect((await deliveries()).map(({ state }) => state).toSorted()).toEqual(['ABANDONED', 'DELIVERED', 'DELIVERED'])
})

test('one event that a receiver cannot take does not stop the others, and 410 stops all at once', async () => {
  const { w, happen, register, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await register(receiver)
  await happen(2)
  const [poison] = await w.deps.db.event.findMany({ where: { kind: 'PASSWORD_CHANGED' } })
  receiver.answer = (response, { headers }) =>
    void response.writeHead(headers['webhook-id'] === poison?.id ? 422 : 200).end()
  const crier = node()
  for (let hours = 0; hours < 80; hours++) {
    await crier.runOnce()
    w.clock.forward({ hours: 1 })
  }
  expect((await deliveries()).map(({ state }) => state).toSorted()).toEqual(['ABANDONED', 'DELIVERED'])
  expect(await w.deps.db.webhook.findFirst()).toMatchObject({ state: 'ACTIVE' })
  receiver.answer = (response) => void response.writeHead(410).end()
  await happen(1)
  await crier.runOnce()
  expect(await w.deps.db.webhook.findFirst()).toMatchObject({ state: 'STOPPED', stop: 'GONE' })
})

test('a body without end is read to 64 kB and no further, and one that trickles holds nothing up', async () => {
  const { w, happen, register, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await register(receiver)
  let written = 0
  receiver.answer = async (response) => {
    response.writeHead(200).setMaxListeners(0)
    const chunk = Buffer.alloc(16 * 1024, 0x61)
    while (!response.destroyed && written < 64 * 1024 * 1024) {
      written += chunk.length
      if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
    }
  }
  await happen()
  await node().runOnce()
  expect(written).toBeLessThan(16 * 1024 * 1024)
  receiver.answer = (response) => void response.writeHead(200).write('a')
  await happen()
  await node({ limitMs: 500 }).runOnce()
  expect(await deliveries()).toMatchObject([
    { state: 'DELIVERED', lastAnswer: '200' },
    { state: 'DELIVERED', lastAnswer: '200' },
  ])
})

test('a secret whose key has left the ring is tried again more and more seldom, not all its life as often', async () => {
  const { w, happen, node, register, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await register(receiver)
  await happen()
  const ring = createKeyRing(new Map([['k9', new Uint8Array(32).fill(9)]]), 'k9')
  const keyless = node({}, { ...w.deps, keys: ring })
  for (let minutes = 0; minutes < 60; minutes++) {
    await keyless.runOnce()
    w.clock.forward({ minutes: 1 })
  }
  expect(await deliveries()).toMatchObject([{ state: 'QUEUED', lastAnswer: 'UNSIGNED', tries: 6 }])
  expect(receiver.told()).toEqual([])
  // The key is back.
  w.clock.forward({ hours: 4 })
  await node().runOnce()
  expect(await deliveries()).toMatchObject([{ state: 'DELIVERED' }])
})
