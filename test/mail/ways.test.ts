import { expect, test } from 'vitest'
import { createCourier } from '../../server/mail/courier.ts'
import { createRoutes } from '../../server/mail/routes.ts'
import { createMailDomains } from '../../server/mail-domains.ts'
import { nameServer, type Zone } from '../support/name-server.ts'
import { answers, type Script, startScriptedSmtp } from '../support/scripted-smtp.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})

async function relay(script?: Script, extensions?: string[]) {
  const server = await startScriptedSmtp(script, extensions ? { extensions } : {})
  closing.push(server.close)
  return server
}
async function courierBy(own: Partial<MailWorld['settings']['mail']>, zones?: Record<string, Zone>) {
  const { deps } = world
  const mail = { ...deps.settings.mail, ...own }
  const mailDomains = zones ? createMailDomains([(await nameServer(zones)).address], deps.clock) : deps.mailDomains
  const all = { ...deps, mailDomains, settings: { ...deps.settings, mail } }
  const none = { send: () => Promise.reject(new Error('there is another way')), close: async () => {} }
  const courier = createCourier(all, createRoutes(all, none))
  closing.unshift(courier.stop)
  return courier
}
const statuses = async (messageId: string) =>
  (await world.db.delivery.findMany({ where: { messageId }, orderBy: { at: 'asc' } })).map(
    ({ status, filter }) => status + (filter ? ` ${filter}` : ''),
  )

test('a domain that put one message off three times in a row goes through the second relay, with all its mail', async () => {
  const first = await relay((moment, to) => (moment === 'RCPT' && to.endsWith('orange.fr') ? answers.greylisted : null))
  const second = await relay()
  const courier = await courierBy({ relayUrl: first.url, second: { url: second.url, domains: ['sfr.fr'], after: 3 } })
  const stubborn = await world.codeMail('marie@orange.fr')
  for (const minutes of [0, 1, 5]) {
    world.clock.forward(minutes * 60)
    await courier.runOnce()
  }
  expect(await statuses(stubborn.message.id)).toEqual(['DELAYED', 'DELAYED', 'DELAYED'])
  expect(second.taken).toEqual([])
  world.clock.forward(15 * 60)
  await courier.runOnce()
  expect(await statuses(stubborn.message.id)).toEqual(['DELAYED', 'DELAYED', 'DELAYED', 'ACCEPTED'])
  await world.codeMail('paul@orange.fr')
  await world.codeMail('lise@sfr.fr')
  await world.codeMail('luc@free.fr')
  await courier.runOnce()
  expect(second.taken.map(({ to }) => to).toSorted()).toEqual(['lise@sfr.fr', 'marie@orange.fr', 'paul@orange.fr'])
  expect(first.taken.map(({ to }) => to)).toEqual(['luc@free.fr'])
  world.clock.forward(61 * 60)
  await world.codeMail('anne@orange.fr')
  await courier.runOnce()
  expect(second.taken.length).toBe(3)
})

test('a mailbox that is full is as full for the second relay', async () => {
  const first = await relay((moment) => (moment === 'RCPT' ? answers.fullForNow : null))
  const second = await relay()
  const courier = await courierBy({ relayUrl: first.url, second: { url: second.url, domains: [], after: 3 } })
  await world.codeMail('marie@orange.fr')
  for (const minutes of [0, 1, 5, 15, 15]) {
    world.clock.forward(minutes * 60)
    await courier.runOnce()
  }
  expect(second.lines).toEqual([])
})

test('what was accepted before a challenge filter is told as perhaps held, by the filter’s name', async () => {
  const server = await relay()
  const zones = {
    'durand.fr': { mx: [[10, 'mx-mibc-fr-08.mailinblack.com']] as const },
    'free.fr': { mx: [[10, 'mx1.free.fr']] as const },
  }
  const courier = await courierBy({ relayUrl: server.url }, zones)
  const held = await world.codeMail('paul@durand.fr')
  const taken = await world.codeMail('marie@free.fr')
  await courier.runOnce()
  expect(await statuses(held.message.id)).toEqual(['HELD MailInBlack'])
  expect(await statuses(taken.message.id)).toEqual(['ACCEPTED'])
  expect(await world.messageOf(held.message.id)).toMatchObject({
    state: 'SENT',
    code: { acceptedAt: world.clock.now() },
  })
})

test('a name server that says nothing delays no ending', async () => {
  const server = await relay()
  const courier = await courierBy({ relayUrl: server.url }, { 'durand.fr': 'SILENCE' })
  const { message } = await world.codeMail('paul@durand.fr')
  const started = performance.now()
  await courier.runOnce()
  expect(await statuses(message.id)).toEqual(['ACCEPTED'])
  expect(performance.now() - started).toBeLessThan(1_400)
})

test('a relay that sends reports is asked for them, and one that does not hears nothing of it', async () => {
  for (const [extensions, mailArguments, rcptArguments] of [
    [
      ['PIPELINING', 'DSN'],
      /^RET=HDRS ENVID=[0-9a-f]{48}$/,
      'NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;marie@orange.fr',
    ],
    [['PIPELINING'], /^$/, ''],
  ] as const) {
    const server = await relay(undefined, [...extensions])
    await world.codeMail('marie@orange.fr')
    await (await courierBy({ relayUrl: server.url })).runOnce()
    expect(server.taken).toEqual([
      expect.objectContaining({ mailArguments: expect.stringMatching(mailArguments), rcptArguments }),
    ])
    const token = /\+([0-9a-f]+)@/.exec(server.taken[0]?.from ?? '')?.[1]
    if (extensions.length > 1) expect(server.taken[0]?.mailArguments).toBe(`RET=HDRS ENVID=${token}`)
  }
})

test('asked to stop, a courier whose server hangs gives up after ten seconds, loses nothing and keeps no lease', async () => {
  const hanging = await relay((moment) => (moment === 'END' ? 'SILENCE' : null))
  const courier = await courierBy({ relayUrl: hanging.url })
  const { message } = await world.codeMail('marie@orange.fr')
  for (let i = 0; i < 20; i++) await world.codeMail(`owner${i}@orange.fr`)
  courier.start()
  await expect.poll(() => hanging.lines.filter((line) => line === 'DATA').length, { timeout: 5_000 }).toBe(8)
  const started = performance.now()
  await courier.stop()
  const took = performance.now() - started
  expect(took).toBeGreaterThan(9_000)
  expect(took).toBeLessThan(12_000)
  await expect.poll(hanging.open).toBe(0)
  expect(await world.db.message.count({ where: { state: 'QUEUED', leasedUntil: null } })).toBe(21)
  expect(await world.db.delivery.count()).toBe(0)
  // Another node goes on at once, with the same mails.
  const healthy = await relay()
  expect(await (await courierBy({ relayUrl: healthy.url })).runOnce()).toBe(21)
  expect(healthy.taken.filter(({ source }) => source.includes(message.id)).length).toBe(1)
}, 30_000)
