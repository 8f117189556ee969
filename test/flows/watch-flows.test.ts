import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Deps } from '../../server/deps.ts'
import { createNewsStream, type NewsStream } from '../../server/flows/parts/news-stream.ts'
import { createFlowWatch, type FlowNews, greatestWatchers } from '../../server/flows/watch-flows.ts'
import { digestOf } from '../../server/keys.ts'
import { anyone } from '../support/callers.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

/** So many migrations that wait for their code, each with the history of its mail; their handles. */
async function crowd({ deps, people, clock }: World, size: number): Promise<string[]> {
  const [{ accountId }] = await people.owner()
  const at = clock.now()
  const handles = Array.from({ length: size }, (_, n) => `cf_${n}`)
  await deps.db.flow.createMany({
    data: handles.map((handle) => ({
      realm: 'live',
      kind: 'MIGRATION',
      handleHash: digestOf(handle),
      accountId,
      step: 'ENTER_CODE',
      email: 'marie@orange.example',
      emailTyped: true,
      codeSet: 1,
      triesAllowed: 5,
      createdAt: at,
      expiresAt: new Date(at.getTime() + 86_400_000),
    })),
  })
  await deps.db.$executeRaw`
    INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", "issuedAt")
    SELECT id, 1, g, email, '\\x00', 'k1', ${at} FROM "Flow", generate_series(1, 2) g`
  await deps.db.$executeRaw`
    INSERT INTO "Message" (realm, kind, "codeId", email, "createdAt", "nextAttemptAt", "giveUpAt")
    SELECT 'sandbox', 'MIGRATION_CODE', id, email, ${at}, ${at}, ${at} FROM "Code"`
  await deps.db.$executeRaw`
    INSERT INTO "Delivery" ("messageId", at, status, reason)
    SELECT id, ${at}, 'DELAYED', 'GREYLISTED' FROM "Message", generate_series(1, 2)`
  return handles
}

/** The same database, every statement counted, and cut off while `away` is set. */
function counted(deps: Deps) {
  const seen = { statements: 0, away: false }
  const count =
    (work: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      seen.statements += 1
      return seen.away ? Promise.reject(new Error('the database is away')) : work(...args)
    }
  const flow = new Proxy(deps.db.flow, {
    get: (target, key) => count(Reflect.get(target, key).bind(target)),
  })
  const db = new Proxy(deps.db, {
    get(target, key) {
      if (key === 'flow') return flow
      const value = Reflect.get(target, key)
      return key === '$queryRaw' ? count(value.bind(target)) : value
    },
  })
  return { seen, deps: { ...deps, db } }
}

const first = async (stream: NewsStream<FlowNews>) => (await stream.next()).value as FlowNews

test('one statement a second, however many watch, and none when nobody does', { timeout: 60_000 }, async () => {
  const w = await world()
  const handles = await crowd(w, 500)
  const { seen, deps } = counted(w.deps)
  const watch = createFlowWatch(deps)
  const streams = await Promise.all(handles.map((handle) => watch.watch(handle, anyone)))
  expect((await Promise.all(streams.map(first))).every(({ __typename }) => __typename === 'FlowUpdate')).toBe(true)
  seen.statements = 0
  await pause(3_500)
  expect(seen.statements).toBe(3)
  // One change among five hundred is told to its own watchers, and to nobody else.
  const heard: number[] = []
  streams.forEach((stream, n) => void stream.next().then(() => heard.push(n)))
  await w.deps.db.flow.update({
    where: { handleHash: digestOf('cf_250') },
    data: { step: 'SET_PASSWORD', verifiedAt: w.clock.now() },
  })
  await pause(1_300)
  expect(heard).toEqual([250])
  for (const stream of streams) await stream.return()
  seen.statements = 0
  await pause(1_500)
  expect(seen.statements).toBe(0)
})

test('a node takes a limited number of watchers; one that leaves makes room', { timeout: 60_000 }, async () => {
  const w = await world()
  const handles = await crowd(w, greatestWatchers / 2 + 1)
  const watch = createFlowWatch(w.deps)
  const streams = await Promise.all(
    handles.slice(1).flatMap((handle) => [watch.watch(handle, anyone), watch.watch(handle, anyone)]),
  )
  const news = await Promise.all(streams.map(first))
  expect([news.length, news.filter(({ __typename }) => __typename === 'FlowUpdate').length]).toEqual([1_000, 1_000])
  const [last = ''] = handles
  expect(await first(await watch.watch(last, anyone))).toMatchObject({ __typename: 'Busy' })
  await streams[0]?.return()
  // Leaving twice frees one place, not two.
  await streams[0]?.return()
  expect(await first(await watch.watch(last, anyone))).toMatchObject({ __typename: 'FlowUpdate' })
  expect(await first(await watch.watch(last, anyone))).toMatchObject({ __typename: 'Busy' })
  watch.stop()
  expect(await streams[1]?.next()).toMatchObject({ done: true })
  expect(await first(await watch.watch(last, anyone))).toMatchObject({ __typename: 'Busy' })
})

test('a database that goes away ends no stream: what changed meanwhile is told when it is back', async () => {
  const w = await world()
  const [handle = ''] = await crowd(w, 1)
  const { seen, deps } = counted(w.deps)
  const watch = createFlowWatch(deps)
  const stream = await watch.watch(handle, anyone)
  await first(stream)
  seen.away = true
  const next = stream.next()
  await pause(1_300)
  await w.deps.db.flow.updateMany({ data: { endedAt: w.clock.now(), end: 'COMPLETED' } })
  seen.away = false
  expect(await next).toMatchObject({ value: { __typename: 'FlowClosed', reason: 'COMPLETED' } })
  expect(await stream.next()).toMatchObject({ done: true })
  seen.away = true
  await expect(watch.watch(handle, anyone)).rejects.toThrow('away')
})

test('a flow that was erased under its watchers is closed to them', async () => {
  const w = await world()
  const [letter] = await w.people.owner()
  const { handle } = await steps(w).start(letter)
  const watch = createFlowWatch(w.deps)
  const stream = await watch.watch(handle, anyone)
  await first(stream)
  await w.deps.db.flow.deleteMany()
  expect(await stream.next()).toMatchObject({ value: { __typename: 'FlowClosed', reason: 'UNKNOWN' } })
})

test('who reads slowly finds the newest news, and nothing in between', async () => {
  const stream = createNewsStream<number>(
    () => {},
    () => {},
  )
  for (let n = 0; n < 1_000; n++) stream.tell(n)
  expect(await stream.next()).toEqual({ value: 999, done: false })
  stream.tell(1_000)
  stream.end()
  stream.tell(1_001)
  expect([await stream.next(), await stream.next()]).toEqual([
    { value: 1_000, done: false },
    { value: undefined, done: true },
  ])
})

test('who leaves before the first read takes no place', async () => {
  let begun = 0
  const stream = createNewsStream<number>(
    () => {
      begun += 1
    },
    () => {},
  )
  await stream.return()
  expect(await stream.next()).toMatchObject({ done: true })
  expect(begun).toBe(0)
})
