import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { type MailWorld, mailWorld } from './mail-world.ts'
import { startRelay } from './relay.ts'

let world: MailWorld
beforeEach(async () => {
  world = await mailWorld()
})
afterEach(() => world.close())

test('a clock that leaps while a mail is on its way does not make its courier take it again', async () => {
  const { message } = await world.codeMail('marie@orange.fr')
  const onItsWay = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<null>()
  const relay = await startRelay({
    atEnd: () => {
      onItsWay.resolve()
      return answer.promise
    },
  })
  const courier = createCourier(world.deps, smtpTransport(relay.url))
  courier.start()
  await onItsWay.promise
  world.clock.forward(3_600)
  // Its next looks find the lease run out, and this one that is due.
  await world.notice('paul@orange.fr')
  await vi.waitFor(() => expect(relay.asked()).toBe(2), { timeout: 10_000 })
  answer.resolve(null)
  await vi.waitFor(async () => expect((await world.messageOf(message.id)).state).toBe('SENT'), { timeout: 10_000 })
  await courier.stop()
  expect(await world.messageOf(message.id)).toMatchObject({ attempts: 1 })
  expect(relay.received.filter(({ to }) => to.includes('marie@orange.fr'))).toHaveLength(1)
  await relay.close()
})

test('after a leap no lease of another node counts as run out, until that node has had the time to renew it', async () => {
  const { message } = await world.codeMail('marie@orange.fr')
  const leasedUntil = new Date(world.clock.now().getTime() + 15_000)
  await world.db.message.update({ where: { id: message.id }, data: { attempts: 1, leasedUntil } })
  const relay = await startRelay()
  let leapt = true
  const clock = { now: () => world.clock.now(), leaptLately: () => leapt }
  const courier = createCourier({ ...world.deps, clock }, smtpTransport(relay.url))
  world.clock.forward(3_600)
  expect(await courier.runOnce()).toBe(0)
  leapt = false
  expect(await courier.runOnce()).toBe(1)
  expect(relay.received).toHaveLength(1)
  await courier.stop()
  await relay.close()
})
