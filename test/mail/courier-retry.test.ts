import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import { delaysAfter, nextAttempt } from '../../server/mail/pace.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'
import { reply, startRelay } from './relay.ts'

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})
function courierTo(url: string) {
  const courier = createCourier(world.deps, smtpTransport(url))
  closing.unshift(courier.stop)
  return courier
}

/** The seconds between attempts, found by moving the clock to each next one. */
async function waits(id: string, courier: { runOnce(): Promise<number> }, most: number): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < most; i++) {
    await courier.runOnce()
    const { state, nextAttemptAt } = await world.messageOf(id)
    if (state !== 'QUEUED') break
    const seconds = (nextAttemptAt.getTime() - world.clock.now().getTime()) / 1000
    found.push(seconds)
    world.clock.forward(seconds - 0.001)
    expect(await courier.runOnce()).toBe(0)
    world.clock.forward(0.001)
  }
  return found
}

describe('a server that says « not now »', () => {
  test('is asked again after 1, 5, 15 minutes, then every 15, until 3 h 30, with the same code and Message-ID', async () => {
    const seen: string[] = []
    const server = await startRelay({
      atEnd: ({ source }) => {
        seen.push(source)
        return reply(451, '4.7.1 greylisted, come back')
      },
    })
    closing.push(server.close)
    const issuedAt = world.clock.now()
    const { message } = await world.codeMail('marie@orange.fr')
    const found = await waits(message.id, courierTo(server.url), 30)
    expect(found.slice(0, 5)).toEqual([60, 300, 900, 900, 900])
    const attempts = found.length + 1
    expect(world.clock.now().getTime() - issuedAt.getTime()).toBeLessThan(3.5 * 3_600_000)
    expect(await world.messageOf(message.id)).toMatchObject({
      state: 'ABANDONED',
      email: 'marie@orange.fr',
      attempts,
      lastReply: '451 4.7.1',
      code: { acceptedAt: null },
    })
    expect(seen.length).toBe(attempts)
    const parsed = await Promise.all(seen.map((source) => PostalMime.parse(source)))
    expect(new Set(parsed.map(({ messageId }) => messageId)).size).toBe(1)
    expect(new Set(parsed.map(({ text }) => /^\d{8}$/m.exec(text ?? '')?.[0])).size).toBe(1)
    expect(new Set(parsed.map(({ text }) => /jusqu’à.*/.exec(text ?? '')?.[0])).size).toBe(attempts)
  })

  test('its code is attempted each time and accepted at the first acceptance only', async () => {
    let refusals = 1
    const server = await startRelay({ atRecipient: () => (refusals-- > 0 ? reply(450, '4.2.0 greylisted') : null) })
    closing.push(server.close)
    const { message } = await world.codeMail('marie@orange.fr')
    const courier = courierTo(server.url)
    const first = world.clock.now()
    await courier.runOnce()
    expect((await world.messageOf(message.id)).code).toMatchObject({ attemptedAt: first, acceptedAt: null })
    world.clock.forward(60)
    const second = world.clock.now()
    await courier.runOnce()
    expect((await world.messageOf(message.id)).code).toMatchObject({ attemptedAt: second, acceptedAt: second })
    // As after a death between 250 and settle: queued again though a server took it before.
    await world.db.message.update({
      where: { id: message.id },
      data: { state: 'QUEUED', nextAttemptAt: world.clock.now() },
    })
    world.clock.forward(60)
    await courier.runOnce()
    expect((await world.messageOf(message.id)).code).toMatchObject({
      attemptedAt: world.clock.now(),
      acceptedAt: second,
    })
  })
})

describe('a relay that is away', () => {
  test('is tried again within seconds at first, then every five minutes', async () => {
    const gone = await startRelay()
    await gone.close()
    const { message } = await world.codeMail('marie@orange.fr')
    const found = await waits(message.id, courierTo(gone.url), 7)
    expect(found).toEqual([10, 30, 60, 120, 300, 300, 300])
    expect((await world.messageOf(message.id)).lastReply).toMatch(/^relay E[A-Z]+$/)
  })

  test('once it is back, the first mail it takes frees all that waited for it', async () => {
    const gone = await startRelay()
    await gone.close()
    const courier = courierTo(gone.url)
    for (let i = 0; i < 12; i++) await world.codeMail(`owner${i}@orange.fr`)
    for (const seconds of [10, 30, 60, 120, 300]) {
      await courier.runOnce()
      world.clock.forward(seconds)
    }
    await courier.runOnce()
    const later = { state: 'QUEUED', nextAttemptAt: { gt: world.clock.now() } } as const
    expect(await world.db.message.count({ where: later })).toBeGreaterThan(0)
    expect(await world.db.message.count({ where: { state: 'QUEUED' } })).toBe(12)
    // Known to be away, it is asked by one message at a time: not by twelve every ten seconds.
    expect(await world.db.delivery.count()).toBeLessThan(2 * 12)
    expect(world.log.filter((line) => 'alert' in line)).toEqual([
      expect.objectContaining({ alert: 'RELAY AWAY', msg: 'the relay takes no mail' }),
    ])
    const back = await startRelay({ port: gone.port })
    closing.push(back.close)
    await world.codeMail('newcomer@orange.fr')
    world.clock.forward(5)
    while ((await courier.runOnce()) > 0);
    expect(back.received.length).toBe(13)
  })

  test('one greylisting after outages still waits one minute only', () => {
    const now = world.clock.now()
    const message = {
      kind: 'MIGRATION_CODE',
      delays: 3,
      lastReply: 'relay ESOCKET',
      giveUpAt: new Date('2027-01-01'),
    } as const
    expect(delaysAfter(message, { kind: 'away' })).toBe(4)
    expect(delaysAfter(message, { kind: 'later' })).toBe(1)
    const next = nextAttempt(message, { kind: 'later' }, 1, now, 0)
    expect(next).toEqual(new Date(now.getTime() + 60_000))
  })
})

describe('a notice', () => {
  test('waits twice as long each time, up to two hours, and is given up after 72 hours', () => {
    const start = world.clock.now()
    const giveUpAt = new Date(start.getTime() + 72 * 3_600_000)
    const seconds: number[] = []
    let now = start
    for (let delays = 1; ; delays++) {
      const next = nextAttempt({ kind: 'ACCOUNT_OPENED', giveUpAt }, { kind: 'later' }, delays, now, 0.5)
      if (!next) break
      expect(next < giveUpAt).toBe(true)
      seconds.push((next.getTime() - now.getTime()) / 1000)
      now = next
    }
    expect(seconds.slice(0, 10)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200])
    expect(giveUpAt.getTime() - now.getTime()).toBeLessThanOrEqual(7200_000)
  })

  test('chance spreads notices by a fifth each way, and never a refusal for good', () => {
    const now = world.clock.now()
    const message = { kind: 'ACCOUNT_OPENED', giveUpAt: new Date('2027-01-01') } as const
    const dueAt = (chance: number) => nextAttempt(message, { kind: 'later' }, 1, now, chance)
    expect(dueAt(0)).toEqual(new Date(now.getTime() + 24_000))
    expect(dueAt(1)).toEqual(new Date(now.getTime() + 36_000))
    expect(nextAttempt(message, { kind: 'never' }, 1, now, 0)).toBeNull()
  })
})

describe('the courier at work', () => {
  test('started, it takes up what is enqueued within a second, and stops with nothing in hand', async () => {
    const server = await startRelay()
    closing.push(server.close)
    const courier = courierTo(server.url)
    courier.start()
    const { message } = await world.codeMail('marie@orange.fr')
    await expect.poll(() => server.received.length, { timeout: 1_500, interval: 20 }).toBe(1)
    await courier.stop()
    expect((await world.messageOf(message.id)).state).toBe('SENT')
    await world.codeMail('paul@orange.fr')
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(server.received.length).toBe(1)
  })
})
