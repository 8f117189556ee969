import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { DeliveryReason, DeliveryStatus } from '../../server/domain/delivery.ts'
import { openFace } from '../support/http.ts'
import { flowUpdated, type Listener, listenTo } from '../support/listen.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { wire } from './wire.ts'

const email = 'marie@orange.example'
/** A second, and what a busy machine adds. */
const shortly = 2_500

/** A migration that waits for its code, on a program that answers on a real socket. */
async function waiting() {
  const w = await world()
  const [letter] = await w.people.owner()
  const { handle } = await steps(w).start(letter)
  await steps(w).chooseEmail(handle, email)
  return { w, handle, ...(await openFace(w.deps)) }
}

async function learn(
  w: World,
  status: DeliveryStatus,
  more: { reason?: DeliveryReason; by?: string; filter?: string },
) {
  const { id } = await w.deps.db.message.findFirstOrThrow({
    where: { codeId: { not: null } },
    orderBy: { createdAt: 'desc' },
  })
  await w.deps.db.delivery.create({ data: { messageId: id, at: w.clock.now(), status, ...more } })
}

/** The first news of this status: a look may fall between two statements of the courier. */
async function until(listener: Listener, status: DeliveryStatus) {
  for (let times = 0; times < 3; times++) {
    const news = await told(listener, shortly)
    if (news.delivery.status === status) return news
  }
  throw new Error(`no ${status} was told`)
}

const told = async (listener: Listener, patienceMs?: number) => (await listener.next(patienceMs))?.data?.flowUpdated

test('a stream tells how the flow stands, then each change soon after it', async () => {
  const { w, handle, origin } = await waiting()
  const listener = await listenTo(origin, handle)
  expect(listener.status).toBe(200)
  expect(listener.headers.get('content-type')).toBe('text/event-stream')
  expect(await told(listener)).toEqual({
    __typename: 'FlowUpdate',
    step: 'ENTER_CODE',
    delivery: {
      status: 'QUEUED',
      reason: null,
      by: null,
      filter: null,
      at: '2026-11-22T13:05:00.000Z',
      nextAttemptAt: null,
    },
    codeValidUntil: '2026-11-22T13:35:00.000Z',
    expiresAt: '2026-11-23T13:05:00.000Z',
  })
  w.clock.forward({ minutes: 2 })
  await learn(w, 'DELAYED', { reason: 'GREYLISTED' })
  expect(await told(listener, shortly)).toMatchObject({ delivery: { status: 'DELAYED', reason: 'GREYLISTED' } })
  // The courier itself: accepted at the second attempt, and the code's half hour counts from it.
  w.clock.forward({ minutes: 1 })
  await w.deliver()
  expect(await until(listener, 'ACCEPTED')).toMatchObject({
    delivery: { by: null, at: '2026-11-22T13:08:00.000Z' },
    codeValidUntil: '2026-11-22T13:38:00.000Z',
  })
  w.clock.forward({ minutes: 1 })
  await learn(w, 'REFUSED', { reason: 'FULL', by: 'orange.example' })
  expect(await told(listener, shortly)).toMatchObject({ delivery: { status: 'REFUSED', reason: 'FULL' } })
  // Nothing else is news, and a heartbeat keeps the connection meanwhile.
  const before = listener.beats()
  await expect(listener.next(1_400)).rejects.toThrow('no event')
  expect(listener.beats()).toBeGreaterThan(before)
})

test('the stream and the query say the same', async () => {
  const { w, handle, origin } = await waiting()
  await learn(w, 'HELD', { filter: 'MailInBlack', by: 'cabinet.example' })
  const query = `query ($flow: String!) { flow(flow: $flow) { ... on Flow { step codeValidUntil expiresAt
    delivery { status reason by filter at nextAttemptAt } } } }`
  const { flow } = await w.api(query, { flow: handle })
  expect(flow.delivery).toMatchObject({ status: 'HELD', filter: 'MailInBlack' })
  expect(await told(await listenTo(origin, handle))).toEqual({ __typename: 'FlowUpdate', ...flow })
})

test('the stream ends with its flow, and says how', async () => {
  const { w, handle, origin } = await waiting()
  const listener = await listenTo(origin, handle)
  await told(listener)
  await steps(w).verify(handle, await w.codeSentTo(email))
  expect(await told(listener, shortly)).toMatchObject({ step: 'SET_PASSWORD' })
  // What was proved lapses by time alone: the step goes back.
  w.clock.forward({ minutes: 16 })
  expect(await told(listener, shortly)).toMatchObject({ step: 'ENTER_CODE' })
  await steps(w).cancel(handle)
  expect(await listener.rest()).toMatchObject([
    { data: { flowUpdated: { __typename: 'FlowClosed', reason: 'CANCELLED', message: expect.any(String) } } },
  ])
  // Whoever comes later is told the same at once; a stranger's handle opens nothing.
  expect(await (await listenTo(origin, handle)).rest()).toMatchObject([
    { data: { flowUpdated: { reason: 'CANCELLED' } } },
  ])
  expect(await (await listenTo(origin, 'cf_nobody')).rest()).toMatchObject([
    { data: { flowUpdated: { reason: 'UNKNOWN' } } },
  ])
})

test('two may listen to a flow; a third is told to come back, and who leaves frees a place at once', async () => {
  const { w, handle, origin } = await waiting()
  const first = await listenTo(origin, handle)
  const second = await listenTo(origin, handle)
  await Promise.all([told(first), told(second)])
  const third = await listenTo(origin, handle)
  expect(third.status).toBe(200)
  expect(await third.rest()).toMatchObject([
    { data: { flowUpdated: { __typename: 'Busy', retryAfterSeconds: 10, message: expect.any(String) } } },
  ])
  // Another flow has places of its own.
  const [other] = await w.people.owner()
  const { handle: otherHandle } = await steps(w).start(other)
  expect(await told(await listenTo(origin, otherHandle))).toMatchObject({ step: 'CHOOSE_EMAIL', delivery: null })
  first.leave()
  await pause(100)
  const again = await listenTo(origin, handle)
  expect(await told(again)).toMatchObject({ __typename: 'FlowUpdate' })
  // Both that stayed hear the next change.
  await learn(w, 'REFUSED', { reason: 'UNKNOWN' })
  expect(await Promise.all([told(second, shortly), told(again, shortly)])).toMatchObject([
    { delivery: { reason: 'UNKNOWN' } },
    { delivery: { reason: 'UNKNOWN' } },
  ])
})

test('a reset hears nothing of its mail, whatever becomes of it', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, 'Tilleul-42-lampe')
  const { origin } = await openFace(w.deps)
  const right = await steps(w).requestReset(letter.identifier, email)
  const wrong = await steps(w).requestReset(letter.identifier, 'jean@orange.example')
  const listeners = await Promise.all([listenTo(origin, right.handle), listenTo(origin, wrong.handle)])
  const [known, unknown] = await Promise.all(listeners.map((listener) => told(listener)))
  expect(known).toEqual({ ...unknown, delivery: null })
  await w.deliver()
  const codes = await w.deps.db.message.findMany({ where: { kind: 'RESET_CODE' } })
  await w.deps.db.delivery.createMany({
    data: codes.map(({ id }) => ({ messageId: id, at: w.clock.now(), status: 'REFUSED', reason: 'CLOSED' })),
  })
  await Promise.all(listeners.map((listener) => expect(listener.next(1_600)).rejects.toThrow('no event')))
})

test('a reset that asks for its delivery makes no statement for it, whoever asks', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  await migrate(w, letter, email, 'Tilleul-42-lampe')
  const [other] = await w.people.owner()
  const { handle: migration } = await steps(w).start(other)
  await steps(w).chooseEmail(migration, 'jean@orange.example')
  const right = await steps(w).requestReset(letter.identifier, email)
  const wrong = await steps(w).requestReset(letter.identifier, 'paul@orange.example')
  const asked: string[] = []
  const db = new Proxy(w.deps.db, {
    get(target, key) {
      asked.push(String(key))
      return Reflect.get(target, key)
    },
  })
  const api = wire(w, { db })
  const read = async (handle: string, fields: string) => {
    asked.length = 0
    const { json } = await api.post({ query: `{ flow(flow: "${handle}") { ... on Flow { kind ${fields} } } }` })
    return { ...json.data.flow, asked: [...asked] }
  }
  const plain = await read(right.handle, '')
  const reset = { ...plain, delivery: null }
  expect(await read(right.handle, 'delivery { status }')).toEqual(reset)
  expect(await read(wrong.handle, 'delivery { status }')).toEqual(reset)
  const own = await read(migration, 'delivery { status }')
  expect(own).toMatchObject({ kind: 'MIGRATION', delivery: { status: 'QUEUED' } })
  expect(own.asked.length).toBeGreaterThan(plain.asked.length)
})

test('a migration whose code goes to the verified address hears nothing of its mail', async () => {
  const w = await world()
  const [first, second] = await w.people.owner({ identifiers: ['061001', '061002'] })
  if (!second) throw new Error('two letters')
  const step = steps(w)
  const { handle: one } = await step.start(first)
  await step.chooseEmail(one, email)
  await step.verify(one, await w.codeSentTo(email))
  await step.setPassword(one, 'Tilleul-42-lampe', { accounts: [] })
  const { handle, flow } = await step.start(second)
  expect(flow.emailFixed).toBe(true)
  w.clock.forward({ minutes: 5 })
  await step.chooseEmail(handle, null)
  await learn(w, 'REFUSED', { reason: 'CLOSED', by: 'orange.example' })
  const { origin } = await openFace(w.deps)
  expect(await told(await listenTo(origin, handle))).toMatchObject({ step: 'ENTER_CODE', delivery: null })
})

test('only a POST of ours that takes events is listened to, and what is refused holds no place', async () => {
  const { handle, origin } = await waiting()
  const asked = `${origin}/graphql?query=${encodeURIComponent(flowUpdated)}&variables=${encodeURIComponent(JSON.stringify({ flow: handle }))}`
  const get = await fetch(asked, { headers: { accept: 'text/event-stream' } })
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
  await get.body?.cancel()
  const twice = flowUpdated.replace('{ flowUpdated', '{ again: flowUpdated(flow: $flow) { __typename } flowUpdated')
  const refusals: [Record<string, string>, string, number][] = [
    [{ accept: 'application/json' }, flowUpdated, 406],
    [{ accept: 'multipart/mixed' }, flowUpdated, 406],
    [{ 'content-type': 'text/plain' }, flowUpdated, 415],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, flowUpdated, 415],
    [{ origin: 'https://evil.example' }, flowUpdated, 403],
    [{ origin: 'null' }, flowUpdated, 403],
    [{ 'sec-fetch-site': 'cross-site' }, flowUpdated, 403],
  ]
  for (const [headers, query, status] of refusals) {
    for (let time = 0; time < 3; time++) {
      const listener = await listenTo(origin, handle, { headers, query })
      expect(listener.status, JSON.stringify(headers)).toBe(status)
      listener.leave()
    }
  }
  // One root field, as GraphQL itself has it: told in the stream, which ends.
  for (let time = 0; time < 3; time++) {
    const listener = await listenTo(origin, handle, { query: twice })
    expect(await listener.rest()).toMatchObject([{ errors: [{ message: expect.stringContaining('only one') }] }])
  }
  // Cookies open nothing here, and none is set.
  const cookie = `__Host-migration=${handle}`
  const cookied = await listenTo(origin, 'cf_nobody', { headers: { cookie } })
  expect(cookied.headers.getSetCookie()).toEqual([])
  expect(await cookied.rest()).toMatchObject([{ data: { flowUpdated: { reason: 'UNKNOWN' } } }])
  const both = await Promise.all([listenTo(origin, handle), listenTo(origin, handle)])
  expect(await Promise.all(both.map((one) => told(one)))).toMatchObject([
    { step: 'ENTER_CODE' },
    { step: 'ENTER_CODE' },
  ])
})

test('a stream carries the headers of every answer', async () => {
  const { handle, origin } = await waiting()
  const { headers } = await listenTo(origin, handle)
  expect(Object.fromEntries(headers)).toMatchObject({
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cache-control')).toContain('no-store')
})

test('a server that stops ends its streams at once, and takes no more', async () => {
  const { handle, origin, close } = await waiting()
  const listener = await listenTo(origin, handle)
  await told(listener)
  const began = performance.now()
  const closed = close()
  expect(await listener.rest()).toEqual([])
  await closed
  expect(performance.now() - began).toBeLessThan(2_000)
})
