import { expect, onTestFinished, test } from 'vitest'
import { queueCodes } from '../../bench/queue-codes.ts'
import { createCourier } from '../../server/mail/courier.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { startScriptedSmtp } from '../support/scripted-smtp.ts'
import { mailWorld } from './mail-world.ts'

// The same at full size, with its duration: `npm run proof:outbox`.
test('an hour without a mail server costs four hundred queued codes nothing but time, and sends no expired one', async () => {
  const world = await mailWorld()
  const gone = await startScriptedSmtp()
  await gone.close()
  const courier = createCourier(world.deps, smtpTransport(gone.url))
  onTestFinished(async () => {
    await courier.stop()
    await world.close()
  })
  // Issued three hours ago: their last attempt would be half an hour from now.
  const { pool, clock, keys } = world
  await queueCodes(pool, { keys, clock: { now: () => new Date(clock.now().getTime() - 3 * 3_600_000) } }, 50, [
    'old.fr',
  ])
  await queueCodes(pool, world, 400, ['orange.fr', 'free.fr', 'laposte.net', 'gmail.com'])
  for (let minutes = 0; minutes < 60; minutes++) {
    await courier.runOnce()
    world.clock.forward(60)
  }
  expect(await world.db.message.count({ where: { state: 'SENT' } })).toBe(0)
  // One asks for all: an outage must not cost ten thousand attempts a minute.
  expect(await world.db.delivery.count({ where: { status: 'DELAYED' } })).toBeLessThan(100)
  const back = await startScriptedSmtp(() => null, { port: gone.port })
  onTestFinished(back.close)
  for (let looks = 0; looks < 10; looks++) {
    await courier.runOnce()
    world.clock.forward(5)
  }
  expect(back.taken.length).toBe(400)
  expect(new Set(back.taken.map(({ to }) => to)).size).toBe(400)
  expect(back.taken.filter(({ to }) => to.endsWith('@old.fr'))).toEqual([])
  const left = await world.db.message.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } })
  expect(left).toEqual([
    { state: 'SENT', _count: 400 },
    { state: 'ABANDONED', _count: 50 },
  ])
}, 60_000)
