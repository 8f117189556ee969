import { expect, onTestFinished, test } from 'vitest'
import { startReceiver } from './receiver.ts'
import { webhookWorld } from './webhook-world.ts'

test('a clock that leaps while an event is being told does not make its node tell it again', async () => {
  const { w, happen, register, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await register(receiver)
  const answer = Promise.withResolvers<void>()
  receiver.answer = async (response) => {
    if (receiver.told().length === 1) await answer.promise
    response.writeHead(204).end()
  }
  await happen()
  const crier = node()
  onTestFinished(crier.stop)
  crier.start()
  await expect.poll(() => receiver.told().length, { timeout: 10_000 }).toBe(1)
  w.clock.forward({ hours: 1 })
  // Its next looks find the lease run out, and this one that is due.
  await happen()
  await expect
    .poll(async () => (await deliveries()).map(({ state }) => state), { timeout: 10_000 })
    .toEqual(['QUEUED', 'DELIVERED'])
  answer.resolve()
  await crier.stop()
  expect(await deliveries()).toMatchObject([
    { state: 'DELIVERED', attempts: 1 },
    { state: 'DELIVERED', attempts: 1 },
  ])
  expect(receiver.told()).toHaveLength(2)
})

test('after a leap no lease of another node counts as run out, until that node’s attempts are over', async () => {
  const { w, happen, register, node, deliveries } = await webhookWorld()
  const receiver = await startReceiver(w.clock.now)
  await register(receiver)
  await happen(2)
  receiver.answer = (response) => void response.writeHead(503).end()
  expect(await node().runOnce()).toBe(2)
  receiver.answer = (response) => void response.writeHead(204).end()
  const [first] = await deliveries()
  const leasedUntil = new Date(w.clock.now().getTime() + 15_000)
  await w.deps.db.webhookDelivery.update({ where: { id: first?.id ?? '' }, data: { leasedUntil } })
  let leapt = true
  const clock = { now: () => w.clock.now(), leaptLately: () => leapt }
  const other = node({}, { ...w.deps, clock })
  w.clock.forward({ hours: 1 })
  // The receiver took nothing lately: one at a time, and that one is in another node's hand.
  expect(await other.runOnce()).toBe(0)
  leapt = false
  expect(await other.runOnce()).toBe(2)
  expect(receiver.told()).toHaveLength(4)
})
