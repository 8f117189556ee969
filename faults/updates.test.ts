import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrateWhole } from './support/journeys.ts'
import { meet } from './support/person.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'
import { openTraffic } from './support/traffic.ts'

/** Prisma's own: whoever brings the tables up to date holds it. */
const migrationLock = 72_707_369
let town: Town
let nodes: [Program, Program]

beforeAll(async () => {
  town = await openTown()
  nodes = [await town.node(), await town.node()]
  await Promise.all(nodes.map((node) => node.start()))
})
afterAll(async () => {
  await town.expectLaws({ sealed: true })
  await town.close()
})

test('nodes restarted one after the other under load: every request is answered, no journey fails', async () => {
  const own = (n: number) => nodes[n % 2] ?? nodes[0]
  const other = (n: number) => nodes[(n + 1) % 2] ?? nodes[1]
  const traffic = await openTraffic(town, (n) => (own(n).serving() ? own(n) : other(n)), 8)
  await traffic.walked()
  const took: string[] = []
  for (const node of nodes) {
    const began = performance.now()
    expect(await node.stop()).toBe(0)
    const stopped = (performance.now() - began) / 1000
    await node.start()
    took.push(`${stopped.toFixed(1)} s to end and ${node.startedIn().toFixed(1)} s to be ready`)
    await traffic.walked()
  }
  await traffic.stop()
  expect(traffic.counts.BROKEN).toBe(0)
  const { counts } = traffic
  tell(`restarted in turn: ${took.join(', ')}; ${traffic.journeys()} journeys, ${counts.BUSY} Busy, none broken`)
})

test('a start waits as long as another migrates, says meanwhile that it is not ready, and the others answer', async () => {
  const migrating = new pg.Client({ connectionString: town.postgres.url('town') })
  await migrating.connect()
  await migrating.query('SELECT pg_advisory_lock($1)', [migrationLock])
  const third = await town.node()
  third.begin()
  const waiting = () => town.postgres.run('town', `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)
  await vi.waitFor(async () => expect((await waiting()).rowCount).toBe(1), { timeout: 60_000 })
  const began = performance.now()
  await migrateWhole(await meet(town, () => nodes[0]))
  // Longer than anything else here waits: a lock five seconds, a silent line fifteen.
  await pause(20_000)
  expect((await waiting()).rowCount).toBe(1)
  await expect(fetch(`${third.origin}/readyz`)).rejects.toThrow()
  expect(third.alive()).toBe(true)
  await migrating.end()
  const held = (performance.now() - began) / 1000
  await third.ready()
  await migrateWhole(await meet(town, () => third))
  tell(
    `a start waited ${held.toFixed(0)} s for another’s migration, and was ready ${third.startedIn().toFixed(0)} s after its beginning`,
  )
  expect(await third.stop()).toBe(0)
})

test('a node killed within its migrations leaves none half done: the next start goes on from there', async () => {
  await town.postgres.run('postgres', 'CREATE DATABASE fresh')
  const node = await town.node({ DATABASE_URL: town.lineUrl.replace(/\/town$/, '/fresh') })
  let deaths = 0
  for (const deadly of [1, 4, 9]) {
    let statements = 0
    const died = Promise.withResolvers<void>()
    town.line.watch(async ({ sql, when }): Promise<'GO' | 'STOP'> => {
      if (when !== 'after' || !/CREATE TABLE|ALTER TABLE/.test(sql) || ++statements !== deadly) return 'GO'
      town.line.watch(null)
      await node.kill()
      deaths++
      died.resolve()
      return 'STOP'
    })
    node.begin()
    await died.promise
  }
  await node.start()
  const { rows } = await town.postgres.run(
    'fresh',
    'SELECT count(*)::int AS all, count(DISTINCT migration_name)::int AS names, count(finished_at)::int AS done FROM _prisma_migrations',
  )
  expect([rows[0].names, rows[0].done]).toEqual([rows[0].all, rows[0].all])
  expect(await node.stop()).toBe(0)
  tell(`killed ${deaths} times within its migrations: ${rows[0].all} applied, each once`)
})
