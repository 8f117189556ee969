import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateWhole } from './support/journeys.ts'
import { meet, type Person } from './support/person.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'
import { openTraffic } from './support/traffic.ts'

let town: Town
let nodes: [Program, Program]
/** The node that the next request goes to. */
let asked: Program

beforeAll(async () => {
  town = await openTown()
  nodes = [await town.node(), await town.node()]
  asked = nodes[0]
})
afterAll(async () => {
  await town.expectLaws({ sealed: true })
  await town.close()
})

/** The same on both nodes at once. Gives back what each answered, by name. */
async function onBoth(ask: () => Promise<{ __typename: string }>): Promise<string[]> {
  const answers = nodes.map((node) => {
    asked = node
    return ask()
  })
  return (await Promise.all(answers)).map(({ __typename }) => __typename).sort()
}

const newcomer = (): Promise<Person> => meet(town, () => asked)

test('two nodes that start at once on an empty database: each migration is applied once, both answer', async () => {
  await town.postgres.run('postgres', 'CREATE DATABASE empty')
  const settings = { DATABASE_URL: town.postgres.url('empty') }
  const fresh = [await town.node(settings), await town.node(settings)]
  for (const node of fresh) node.begin()
  await Promise.all(fresh.map((node) => node.ready()))
  const { rows } = await town.postgres.run(
    'empty',
    'SELECT count(*)::int AS all, count(DISTINCT migration_name)::int AS names, count(finished_at)::int AS done FROM _prisma_migrations',
  )
  expect(rows[0].all).toBeGreaterThan(5)
  expect([rows[0].names, rows[0].done]).toEqual([rows[0].all, rows[0].all])
  for (const node of fresh) expect(await node.stop()).toBe(0)
  tell(
    `two nodes at once on an empty database: ready in ${fresh.map((node) => node.startedIn().toFixed(1)).join(' and ')} s`,
  )
})

test('one code, one password, one change, asked of both nodes at the same instant: done once', async () => {
  await Promise.all(nodes.map((node) => node.start()))
  for (let round = 0; round < 15; round++) {
    const person = await newcomer()
    await person.startMigration()
    expect(await onBoth(() => person.chooseEmail())).toEqual(['CodeSent', 'CodeSent'])
    const code = await person.newCode()
    expect(person.codesMailed()).toHaveLength(1)
    expect(await onBoth(() => person.type(code))).toEqual(['CodeVerified', 'WrongStep'])
    expect(await onBoth(() => person.setPassword())).toEqual(['FlowClosed', 'PasswordSet'])
    expect((await person.signIn()).__typename).toBe('SignedIn')
    const changes = await onBoth(() => person.changePassword(`Platane-57-chaise-${round}`))
    expect(changes).toContain('PasswordChanged')
    expect(changes).not.toEqual(['PasswordChanged', 'PasswordChanged'])
    await town.expectLaws()
  }
})

test('wrong codes typed on both nodes at once: each counted once', async () => {
  const person = await newcomer()
  await person.startMigration()
  await person.chooseEmail()
  const before = await failures()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => {
      asked = nodes[i % 2] ?? nodes[0]
      return person.type(String(i).padStart(8, '0'))
    }),
  )
  expect(answers.map(({ reason }) => reason)).toEqual(answers.map(() => 'WRONG'))
  expect((await failures()) - before).toBe(20)
  expect(new Set(answers.map(({ triesLeft }) => triesLeft)).size).toBe(20)
})

async function failures(): Promise<number> {
  return town.deps.db.event.count({ where: { kind: 'CODE_FAILED' } })
}

test('a node killed under load, then the other: what breaks was in its hand, and all else goes on at the surviving node', async () => {
  const people = 8
  const own = (n: number) => nodes[n % 2] ?? nodes[0]
  const other = (n: number) => nodes[(n + 1) % 2] ?? nodes[1]
  const traffic = await openTraffic(town, (n) => (own(n).serving() ? own(n) : other(n)), people)
  await traffic.walked()
  for (const node of [...nodes, ...nodes]) {
    const before = traffic.broken.length
    // Not between two requests: the kill must find some.
    while (traffic.inFlight(node).length === 0) await nextTurn()
    const inFlight = traffic.inFlight(node)
    await node.kill()
    // Everybody, wherever they were: with one node, to the end of a journey and through another.
    await traffic.walked(2)
    const broken = traffic.broken.slice(before)
    expect(broken.filter((asking) => !inFlight.includes(asking))).toEqual([])
    // Once each: nobody asked the dead node again.
    expect(new Set(broken.map(({ who }) => who)).size).toBe(broken.length)
    await node.start()
    await traffic.walked()
  }
  await traffic.stop()
  expect(traffic.counts.BROKEN).toBeGreaterThan(0)
  await town.expectLaws({ sealed: true })
  const { counts } = traffic
  tell(
    `each node killed twice under load: ${traffic.journeys()} journeys, none failed, ${counts.ANSWERED} answers, ${counts.BUSY} Busy, ${counts.BROKEN} requests in flight broken, longest wait ${traffic.longestWait().toFixed(1)} s`,
  )
})

test('a node stopped by SIGTERM under load answers all that it took', async () => {
  const traffic = await openTraffic(town, () => (nodes[0].serving() ? nodes[0] : nodes[1]), 8)
  await traffic.walked()
  while (traffic.inFlight(nodes[0]).length === 0) await nextTurn()
  const inFlight = traffic.inFlight(nodes[0]).length
  const began = performance.now()
  expect(await nodes[0].stop()).toBe(0)
  const seconds = (performance.now() - began) / 1000
  await traffic.walked()
  await traffic.stop()
  expect(traffic.counts.BROKEN).toBe(0)
  await town.expectLaws({ sealed: true })
  tell(`SIGTERM under load: ${inFlight} requests in flight answered, none broken, ended in ${seconds.toFixed(1)} s`)
  await nodes[0].start()
})

test('a node stopped while a step is stuck in its transaction for six seconds still answers it', async () => {
  const person = await newcomer()
  asked = nodes[0]
  await person.startMigration()
  const stuck = Promise.withResolvers<void>()
  town.line.watch(async ({ sql, when, background }): Promise<'GO' | 'STOP'> => {
    if (background || when !== 'before' || !/^COMMIT/.test(sql)) return 'GO'
    town.line.watch(null)
    stuck.resolve()
    await pause(6_000)
    return 'GO'
  })
  const answer = person.chooseEmail()
  await stuck.promise
  const status = nodes[0].stop()
  expect((await answer).__typename).toBe('CodeSent')
  expect(await status).toBe(0)
  await nodes[0].start()
})

test('a node that freezes at its COMMIT keeps others out for its 15 s, once, and what it held is undone', async () => {
  const person = await newcomer()
  const frozen = Promise.withResolvers<void>()
  const thawed = Promise.withResolvers<void>()
  asked = nodes[0]
  await person.startMigration()
  await person.chooseEmail()
  await person.type(await person.newCode())
  town.line.watch(async ({ sql, when, background }): Promise<'GO' | 'STOP'> => {
    if (background || when !== 'before' || !/^COMMIT/.test(sql)) return 'GO'
    town.line.watch(null)
    nodes[0].signal('SIGSTOP')
    frozen.resolve()
    await thawed.promise
    return 'GO'
  })
  const lost = person.setPassword()
  await frozen.promise
  const began = performance.now()
  asked = nodes[1]
  let answer = await person.setPassword()
  while (answer.__typename === 'Busy') answer = await person.setPassword()
  const seconds = (performance.now() - began) / 1000
  expect(answer.__typename).toBe('PasswordSet')
  expect(seconds).toBeLessThan(2 * 15)
  thawed.resolve()
  nodes[0].signal('SIGCONT')
  expect((await lost).__typename).toBe('Busy')
  await town.expectLaws({ sealed: true })
  asked = nodes[0]
  const next = await newcomer()
  await migrateWhole(next)
  tell(`frozen at its COMMIT: the other node could go on after ${seconds.toFixed(1)} s`)
})
