import pg from 'pg'
import PostalMime from 'postal-mime'
import { describe, expect, inject, test } from 'vitest'
import { deriveCode } from '../../server/keys.ts'
import { bounceToken } from '../../server/mail/addressed.ts'
import { claimDue, type Room, renewLeases } from '../../server/mail/claim.ts'
import { createCourier } from '../../server/mail/courier.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'
import { reply, startRelay } from './relay.ts'

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})

async function deliveriesOf(messageId: string) {
  const rows = await world.db.delivery.findMany({ where: { messageId }, orderBy: { at: 'asc' } })
  return rows.map(({ at, status, reason, by, filter, reply }) => ({ at, status, reason, by, filter, reply }))
}
async function relay(behaviour: Parameters<typeof startRelay>[0] = {}) {
  const server = await startRelay(behaviour)
  closing.push(server.close)
  return server
}
function courierTo(url: string, deps = world.deps) {
  const courier = createCourier(deps, smtpTransport(url))
  closing.unshift(courier.stop)
  return courier
}

describe('a mail that is taken', () => {
  test('it carries the code of its row, the headers of the house and nothing of our programs', async () => {
    const { code, message } = await world.codeMail('marie.durand@orange.fr')
    const server = await relay()
    expect(await courierTo(server.url).runOnce()).toBe(1)
    const [mail] = server.received
    expect(mail?.to).toEqual(['marie.durand@orange.fr'])
    expect(mail?.from).toBe(`bounce+${bounceToken(world.keys, message.id)}@cabinet-morel.fr`)
    expect(Buffer.byteLength(mail?.source ?? '')).toBeLessThan(20_000)
    const parsed = await PostalMime.parse(mail?.source ?? '')
    expect(parsed.text).toContain(deriveCode(world.keys, code))
    expect(parsed.html).toContain(`>${deriveCode(world.keys, code)}</div>`)
    const headers = Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value]))
    expect(headers).toMatchObject({
      'message-id': `<migration-code.${message.id}@cabinet-morel.fr>`,
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      date: 'Sun, 22 Nov 2026 13:05:42 +0000',
    })
    expect(parsed.from).toEqual({ name: 'Cabinet Morel & Fils', address: 'bonjour@cabinet-morel.fr' })
    expect(parsed.replyTo).toEqual([{ name: 'Cabinet Morel & Fils', address: 'bonjour@cabinet-morel.fr' }])
    expect(Object.keys(headers)).not.toContain('x-mailer')
    expect(Object.keys(headers).filter((name) => name.startsWith('list-'))).toEqual([])
  })

  test('it is settled with its delivery written, its address kept for late reports, its code attempted and accepted', async () => {
    const { message } = await world.codeMail('marie@orange.fr')
    const server = await relay({
      atEnd: () => {
        world.clock.forward(3)
        return null
      },
    })
    const attemptedAt = world.clock.now()
    await courierTo(server.url).runOnce()
    const settled = await world.messageOf(message.id)
    expect(settled).toMatchObject({ state: 'SENT', leasedUntil: null, lastReply: '250', attempts: 1 })
    expect(settled.code).toMatchObject({ attemptedAt, acceptedAt: world.clock.now() })
    expect(settled.settledAt).toEqual(world.clock.now())
    expect(settled.email).toBe('marie@orange.fr')
    expect(await deliveriesOf(message.id)).toEqual([
      { at: world.clock.now(), status: 'ACCEPTED', reason: null, by: null, filter: null, reply: '250' },
    ])
  })

  test('the end it prints is its attempt plus thirty minutes, not its issue', async () => {
    await world.codeMail('marie@orange.fr')
    world.clock.forward(10 * 60)
    const server = await relay()
    await courierTo(server.url).runOnce()
    const { text } = await PostalMime.parse(server.received[0]?.source ?? '')
    expect(text?.replaceAll('\u00a0', ' ')).toContain('jusqu’à 14 h 45')
  })

  test('the notice lists every account that the password opens, and no closed one', async () => {
    const { owner, account, db } = world
    const now = world.clock.now()
    const credential = await db.credential.create({
      data: {
        ownerId: owner.id,
        passwordHash: 'x',
        passwordChangedAt: now,
        email: 'm@orange.fr',
        emailVerifiedAt: now,
        createdAt: now,
      },
    })
    await db.account.update({
      where: { id: account.id },
      data: { credentialId: credential.id, activatedAt: now, state: 'ACTIVE' },
    })
    for (const [identifier, state] of [
      ['777001', 'ACTIVE'],
      ['777002', 'CLOSED'],
    ] as const) {
      await db.account.create({
        data: {
          realm: 'live',
          ownerId: owner.id,
          identifier,
          identifierKey: identifier,
          residence: 'Résidence du Parc',
          state,
          credentialId: credential.id,
          createdAt: now,
        },
      })
    }
    await world.notice('m@orange.fr')
    const server = await relay()
    await courierTo(server.url).runOnce()
    const { text, subject } = await PostalMime.parse(server.received[0]?.source ?? '')
    expect(subject).toBe('Votre espace copropriétaire est ouvert')
    expect(text).toContain('012345 – Résidence Les Tilleuls\n777001 – Résidence du Parc\n')
    expect(text).not.toContain('777002')
  })

  test('nothing of it is left in the logs: no address, no code', async () => {
    const { code } = await world.codeMail('canari@orange.fr')
    await world.codeMail('canari-refused@orange.fr')
    const server = await relay({
      atRecipient: (address) => (address.includes('refused') ? reply(550, `5.1.1 <${address}> unknown`) : null),
    })
    await courierTo(server.url).runOnce()
    expect(world.log.length).toBeGreaterThan(1)
    expect(JSON.stringify(world.log)).not.toContain('canari')
    expect(JSON.stringify(world.log)).not.toContain(deriveCode(world.keys, code))
  })
})

describe('a mail that must not leave', () => {
  test('nothing is sent outside the realm `live`', async () => {
    const { message } = await world.codeMail('marie@orange.fr', 'test:portail')
    const server = await relay()
    expect(await courierTo(server.url).runOnce()).toBe(0)
    expect(server.asked()).toBe(0)
    expect((await world.messageOf(message.id)).state).toBe('QUEUED')
  })

  test.each([
    ['whose set was replaced', { codeSet: 2 }],
    ['whose set is spent', { triesSpent: 5 }],
    ['whose flow ended', { endedAt: new Date('2026-11-22T13:05:42Z'), end: 'CANCELLED' }],
    ['whose flow expired', { expiresAt: new Date('2026-11-22T13:05:42Z') }],
  ] as const)('a code %s is not mailed', async (_name, change) => {
    const { flow, message } = await world.codeMail('marie@orange.fr')
    await world.db.flow.update({ where: { id: flow.id }, data: change })
    const server = await relay()
    await courierTo(server.url).runOnce()
    expect(server.asked()).toBe(0)
    expect(await world.messageOf(message.id)).toMatchObject({
      state: 'ABANDONED',
      lastReply: 'DEAD CODE',
      code: { attemptedAt: null, acceptedAt: null },
    })
  })

  test('a code that was used is not mailed', async () => {
    const { code, message } = await world.codeMail('marie@orange.fr')
    await world.db.code.update({ where: { id: code.id }, data: { usedAt: world.clock.now() } })
    const server = await relay()
    await courierTo(server.url).runOnce()
    expect(server.asked()).toBe(0)
    expect((await world.messageOf(message.id)).state).toBe('ABANDONED')
  })

  test('nothing is attempted from the instant of giving up on, and all is until then', async () => {
    const server = await relay()
    const courier = courierTo(server.url)
    const first = await world.codeMail('before@orange.fr')
    world.clock.forward(3.5 * 3600 - 5)
    await courier.runOnce()
    expect((await world.messageOf(first.message.id)).state).toBe('SENT')
    const second = await world.codeMail('after@orange.fr')
    world.clock.forward(3.5 * 3600)
    await courier.runOnce()
    expect(await world.messageOf(second.message.id)).toMatchObject({
      state: 'ABANDONED',
      lastReply: 'LATE',
    })
    expect(server.received.map(({ to }) => to)).toEqual([['before@orange.fr']])
  })
})

describe('one bad message', () => {
  test('a message without an address is dropped', async () => {
    const { message } = await world.codeMail('marie@orange.fr')
    await world.db.message.update({ where: { id: message.id }, data: { email: null } })
    const server = await relay()
    await courierTo(server.url).runOnce()
    expect(server.asked()).toBe(0)
    expect(await world.messageOf(message.id)).toMatchObject({ state: 'ABANDONED', lastReply: 'NO RECIPIENT' })
  })

  test('a recipient refused for good is abandoned with the server’s codes only', async () => {
    const { message } = await world.codeMail('nobody@orange.fr')
    const server = await relay({ atRecipient: (address) => reply(550, `5.1.1 <${address}>: no such user here`) })
    await courierTo(server.url).runOnce()
    expect(await world.messageOf(message.id)).toMatchObject({
      state: 'ABANDONED',
      lastReply: '550 5.1.1',
      attempts: 1,
      code: { acceptedAt: null },
    })
  })

  test('a recipient whose server hangs holds one place: the others leave meanwhile', async () => {
    let release = () => {}
    const hung = new Promise<null>((resolve) => {
      release = () => resolve(null)
    })
    const slow = await world.codeMail('slow@orange.fr')
    for (let i = 0; i < 20; i++) await world.codeMail(`quick${i}@orange.fr`)
    const server = await relay({ atRecipient: (address) => (address.startsWith('slow') ? hung : null) })
    const run = courierTo(server.url).runOnce()
    await expect.poll(() => server.received.length, { timeout: 10_000 }).toBe(20)
    expect((await world.messageOf(slow.message.id)).state).toBe('QUEUED')
    release()
    expect(await run).toBe(21)
    expect((await world.messageOf(slow.message.id)).state).toBe('SENT')
  })

  test('a message that cannot be written (its key is lost) waits, and stalls no other', async () => {
    const broken = await world.codeMail('broken@orange.fr')
    await world.db.code.update({ where: { id: broken.code.id }, data: { keyId: 'lost' } })
    await world.codeMail('fine@orange.fr')
    const server = await relay()
    await courierTo(server.url).runOnce()
    expect(server.received.map(({ to }) => to)).toEqual([['fine@orange.fr']])
    expect(await world.messageOf(broken.message.id)).toMatchObject({ state: 'QUEUED', lastReply: 'not written' })
  })

  test('a stored address that is not one never reaches a server', async () => {
    const { message } = await world.codeMail('a@orange.fr>\r\nRCPT TO:<evil@x.fr')
    const server = await relay()
    await courierTo(server.url).runOnce()
    expect(server.asked()).toBe(0)
    expect((await world.messageOf(message.id)).state).toBe('ABANDONED')
  })
})

describe('a database that stumbles', () => {
  test('between the server’s 250 and our note of it: the note waits for it, and the mail is not sent again', async () => {
    const { message } = await world.codeMail('marie@orange.fr')
    const name = new URL(world.databaseUrl).pathname.slice(1)
    const admin = new pg.Client({ connectionString: inject('clusterUrl') })
    await admin.connect()
    closing.push(() => admin.end())
    const server = await relay({
      async atEnd() {
        await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`)
        await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
        setTimeout(() => admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`), 600)
        return null
      },
    })
    await courierTo(server.url).runOnce()
    expect(server.received.length).toBe(1)
    expect(await world.messageOf(message.id)).toMatchObject({ state: 'SENT', attempts: 1 })
    expect(world.log).toContainEqual(expect.objectContaining({ msg: 'message not settled yet' }))
  })
})

const wide: Room = { domains: new Map(), otherwise: 100, total: 100, pace: new Map(), paceOtherwise: null }
const claimed = (kinds = ['MIGRATION_CODE']) => claimDue(world.db, kinds, world.clock.now(), 15_000, wide)

test('a code goes before notices that waited longer: somebody sits in front of its page', async () => {
  for (let nth = 0; nth < 5; nth++) await world.notice(`notice${nth}@orange.fr`)
  world.clock.forward(60)
  const { message } = await world.codeMail('marie@orange.fr')
  const narrow = { ...wide, otherwise: 2 }
  const kinds = ['MIGRATION_CODE', 'ACCOUNT_OPENED']
  const first = await claimDue(world.db, kinds, world.clock.now(), 15_000, narrow)
  expect(first).toHaveLength(2)
  expect(first.map(({ id }) => id)).toContain(message.id)
})

describe('a lease', () => {
  test('is kept while its courier works, and cannot be kept by one that lost it', async () => {
    const { message } = await world.codeMail('marie@orange.fr')
    const [claim] = await claimed()
    expect(claim).toEqual({ id: message.id, attempts: 1, domain: 'orange.fr' })
    world.clock.forward(10)
    await renewLeases(world.db, claim ? [claim] : [], world.clock.now(), 15_000)
    world.clock.forward(10)
    expect(await claimed()).toEqual([])
    world.clock.forward(5)
    const [takenOver] = await claimed()
    expect(takenOver).toEqual({ id: message.id, attempts: 2, domain: 'orange.fr' })
    const { leasedUntil } = await world.messageOf(message.id)
    world.clock.forward(5)
    await renewLeases(world.db, claim ? [claim] : [], world.clock.now(), 15_000)
    expect((await world.messageOf(message.id)).leasedUntil).toEqual(leasedUntil)
  })

  test('is not taken on a kind of message that this version cannot write', async () => {
    await world.codeMail('marie@orange.fr')
    expect(await claimed(['ACCOUNT_OPENED'])).toEqual([])
  })
})

describe('two couriers', () => {
  test('a message in hand is left alone until its lease runs out, then taken over; what was accepted stays accepted', async () => {
    const { message } = await world.codeMail('marie@orange.fr')
    let release = () => {}
    const hung = new Promise<null>((resolve) => {
      release = () => resolve(null)
    })
    const stuck = await relay({ atEnd: () => hung })
    const healthy = await relay()
    const first = courierTo(stuck.url).runOnce()
    await expect.poll(async () => (await world.messageOf(message.id)).attempts).toBe(1)
    await expect.poll(stuck.asked).toBe(1)
    const second = courierTo(healthy.url)
    world.clock.forward(14.999)
    expect(await second.runOnce()).toBe(0)
    world.clock.forward(0.001)
    const takenOverAt = world.clock.now()
    expect(await second.runOnce()).toBe(1)
    world.clock.forward(5)
    release()
    await first
    const settled = await world.messageOf(message.id)
    expect(settled).toMatchObject({ state: 'SENT', attempts: 2, code: { acceptedAt: takenOverAt } })
    const copies = await Promise.all(
      [...stuck.received, ...healthy.received].map(({ source }) => PostalMime.parse(source)),
    )
    expect(copies.map(({ messageId }) => messageId)).toEqual(
      Array(2).fill(`<migration-code.${message.id}@cabinet-morel.fr>`),
    )
  })

  test.each([
    [550, '5.7.1 refused'],
    [452, '4.3.0 later'],
  ])('a %i reported by a courier that lost its lease decides nothing', async (late, words) => {
    const { message } = await world.codeMail('marie@orange.fr')
    let refuse = () => {}
    const hung = new Promise<Error>((resolve) => {
      refuse = () => resolve(reply(late, words))
    })
    const stuck = await relay({ atEnd: () => hung })
    const first = courierTo(stuck.url).runOnce()
    await expect.poll(stuck.asked).toBe(1)
    world.clock.forward(15)
    const busy = await relay({ atRecipient: () => reply(451, '4.7.1 greylisted') })
    await courierTo(busy.url).runOnce()
    refuse()
    await first
    expect(await world.messageOf(message.id)).toMatchObject({ state: 'QUEUED', attempts: 2, lastReply: '451 4.7.1' })
  })
})
