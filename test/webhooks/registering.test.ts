import { expect, test } from 'vitest'
import { addWebhook } from '../../server/partners/add-webhook.ts'
import { proveWebhook } from '../../server/partners/prove-webhook.ts'
import { replayWebhook } from '../../server/partners/replay-webhook.ts'
import { rotateWebhook } from '../../server/partners/rotate-webhook.ts'
import { showWebhooks } from '../../server/partners/show-webhook.ts'
import { stopWebhook } from '../../server/partners/stop-webhook.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { newPartner } from '../support/partners.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { reachOf, webhookWorld } from './webhook-world.ts'

const by = 'accueil-2'
const choice = { partnerKey: 'lumen', test: false, url: null }

async function added(url: (receiver: Receiver) => string = (receiver) => receiver.url) {
  const town = await webhookWorld()
  const receiver = await startReceiver(town.w.clock.now)
  const made = await addWebhook(town.w.deps, { ...choice, url: url(receiver) }, by)
  if (made.__typename === 'PartnerRefused') throw new Error('refused')
  receiver.secret = made.secret
  const prove = async () => {
    const answer = await proveWebhook(town.w.deps, reachOf(town.w), choice, by)
    return answer.__typename === 'PartnerRefused' ? answer.faults[0]?.word : answer.webhook.state
  }
  return { ...town, receiver, secret: made.secret, prove }
}

test('nothing is sent before the receiver gave the challenge back, and then what happened meanwhile', async () => {
  const { happen, node, receiver, prove } = await added()
  await happen(2)
  expect(await node().runOnce()).toBe(0)
  expect(receiver.came).toEqual([])
  expect(await prove()).toBe('ACTIVE')
  expect(await node().runOnce()).toBe(2)
})

test('a receiver proves itself only by the value at its place: no echo, no other value, no error, no secret of another', async () => {
  const { w, receiver, prove } = await added()
  const answers: [string, (body: string) => [status: number, body: string]][] = [
    ['ECHO', (body) => [200, body]],
    ['ECHO', () => [200, '{"challenge":"another"}']],
    ['ECHO', () => [200, '{"challenge":null}']],
    ['ECHO', () => [200, 'OK']],
    ['ECHO', () => [200, `{"challenge":"${'x'.repeat(70_000)}"}`]],
    ['404', () => [404, '']],
    ['302', (body) => [302, JSON.stringify({ challenge: JSON.parse(body).data.challenge })]],
  ]
  for (const [word, answer] of answers) {
    receiver.challenge = (response, { body }) => {
      const [status, text] = answer(body)
      response.writeHead(status).end(text)
    }
    expect(await prove(), word).toBe(word)
  }
  receiver.secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
  expect(await prove()).toBe('401')
  expect(await w.deps.db.webhook.findFirst()).toMatchObject({ state: 'UNPROVED', provedAt: null })
})

test('stopped, nothing is sent; proved anew, it goes on from there', async () => {
  const { w, happen, node, receiver, prove, deliveries } = await added()
  await prove()
  await happen()
  await node().runOnce()
  await stopWebhook(w.deps, choice, by)
  await happen(2)
  expect(await node().runOnce()).toBe(0)
  expect(receiver.told()).toHaveLength(1)
  expect(await prove()).toBe('ACTIVE')
  expect(await node().runOnce()).toBe(2)
  expect((await deliveries()).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED'])
})

test('what was lost is delivered again, under the same ids: one event, or all since an instant, known or not', async () => {
  const { w, happen, node, receiver, prove } = await added()
  await prove()
  await happen(2)
  await node().runOnce()
  const since = new Date(w.clock.now().getTime() + 500).toISOString()
  w.clock.forward({ seconds: 1 })
  await happen(3)
  await node().runOnce()
  const ids = receiver.told().map(({ data }) => String(data.id))
  const replay = async (what: { event?: string; since?: string }) => {
    receiver.came.length = 0
    const answer = await replayWebhook(w.deps, choice, { event: null, since: null, ...what }, by)
    await node().runOnce()
    if (answer.__typename === 'PartnerRefused') return answer.faults.map(({ field, reason }) => `${field} ${reason}`)
    return receiver.told().map(({ data }) => String(data.id))
  }
  expect(await replay({ event: ids[1] ?? '' })).toEqual([ids[1]])
  expect((await replay({ since })).toSorted()).toEqual(ids.slice(2).toSorted())
  await w.deps.db.webhookDelivery.deleteMany()
  expect((await replay({ since: '2026-01-01T00:00:00Z' })).toSorted()).toEqual(ids.toSorted())
  expect(await replay({})).toEqual(['since REQUIRED'])
  expect(await replay({ since: 'hier' })).toEqual(['since MALFORMED'])
  expect(await replay({ event: 'x' })).toEqual(['event MALFORMED'])
  expect(await replay({ event: crypto.randomUUID() })).toEqual(['event UNKNOWN'])
})

test('deliveries are shown, the newest first, without a secret, and go after thirty days', async () => {
  const { w, happen, node, receiver, prove, secret, partner } = await added()
  await prove()
  await happen()
  await node().runOnce()
  receiver.answer = (response) => void response.writeHead(500).end()
  w.clock.forward({ minutes: 1 })
  await happen()
  await node().runOnce()
  const shown = await showWebhooks(w.deps, { partnerKey: 'lumen', test: false, last: 10 })
  expect(shown).toMatchObject({
    webhooks: [
      {
        state: 'ACTIVE',
        deliveries: [
          { type: 'PASSWORD_CHANGED', state: 'QUEUED', attempts: 1, lastAnswer: '500' },
          { type: 'PASSWORD_CHANGED', state: 'DELIVERED', attempts: 1, lastAnswer: '204' },
        ],
      },
    ],
  })
  expect(JSON.stringify(shown)).not.toContain(secret.slice(6))
  const asked = `{ webhooks { url state stop failingSince deliveries(last: 1) { event type state attempts lastAnswer
    queuedAt lastAttemptAt nextAttemptAt } } }`
  const { webhooks } = await w.api(asked, {}, { key: partner.secret })
  const delivery = { type: 'PASSWORD_CHANGED', state: 'QUEUED', attempts: 1, lastAnswer: '500' }
  const at = w.clock.now().toISOString()
  expect(webhooks).toMatchObject([
    { url: receiver.url, state: 'ACTIVE', failingSince: at, deliveries: [{ ...delivery, lastAttemptAt: at }] },
  ])
  const other = await newPartner(w.deps, 'autre', { kind: 'live', scopes: ['read-events'] })
  expect(await w.api(asked, {}, { key: other.secret })).toEqual({ webhooks: [] })
  w.clock.forward({ hours: 24 * 30 - 1 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.webhookDelivery.count()).toBe(2)
  w.clock.forward({ hours: 1 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.webhookDelivery.count()).toBe(1)
})

test('what cannot be acted on is said, and changes nothing', async () => {
  const { w, receiver } = await added()
  const refused = async (work: Promise<{ __typename: string; faults?: { field: string; reason: string }[] }>) =>
    (await work).faults?.map(({ field, reason }) => `${field} ${reason}`)
  const add = (url: string, more: object = {}) => refused(addWebhook(w.deps, { ...choice, ...more, url }, by))
  expect(await add('')).toEqual(['url REQUIRED'])
  expect(await add('http://portail.example/')).toEqual(['url MALFORMED'])
  expect(await add(receiver.url)).toEqual(['url TAKEN'])
  expect(await add(receiver.url, { partnerKey: 'personne' })).toEqual(['partner UNKNOWN'])
  for (let i = 2; i <= 5; i++) expect(await add(`https://portail.example/${i}`)).toBeUndefined()
  expect(await add('https://portail.example/6')).toEqual(['url TOO_LONG'])
  expect(await add('https://portail.example/6', { test: true })).toBeUndefined()
  expect(await refused(stopWebhook(w.deps, choice, by))).toEqual(['url SEVERAL'])
  const none = { ...choice, url: 'https://portail.example/none' }
  expect(await refused(rotateWebhook(w.deps, none, undefined, by))).toEqual(['url UNKNOWN'])
  const second = { ...choice, url: 'https://PORTAIL.example/2' }
  expect(await refused(rotateWebhook(w.deps, second, 'x', by))).toEqual(['overlap MALFORMED'])
  expect(await refused(stopWebhook(w.deps, second, 'Marie Durand'))).toEqual(['by MALFORMED'])
  const events = await w.deps.db.event.findMany({ where: { kind: 'WEBHOOK_CHANGED' } })
  expect(events.map(({ facts }) => facts)).toEqual(Array(6).fill(expect.objectContaining({ act: 'ADD', by })))
})
