import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../server/database/places.ts'
import { journeys } from './support/journeys.ts'
import { meet } from './support/person.ts'
import { openPgBouncer } from './support/pgbouncer.ts'
import type { Program } from './support/program.ts'
import { tell } from './support/tell.ts'
import { openTown, type Town } from './support/town.ts'
import { openTraffic } from './support/traffic.ts'

/** Far fewer than the nodes have connections: each transaction meets another server. */
const servers = 3
let town: Town
let pooler: Awaited<ReturnType<typeof openPgBouncer>>
let nodes: Program[]
let behind: Record<string, string>

beforeAll(async () => {
  town = await openTown()
  pooler = await openPgBouncer(town.postgres, servers)
  behind = { DATABASE_URL: pooler.url('town'), DATABASE_DIRECT_URL: town.postgres.url('town') }
  nodes = [await town.node(behind), await town.node(behind)]
  await Promise.all(nodes.map((node) => node.start()))
})
afterAll(async () => {
  await town.expectLaws({ sealed: true })
  await pooler.close()
  await town.close()
})

const first = () => nodes[0] as Program

test.each(journeys)(
  'the whole journey $name through PgBouncer in transaction mode',
  async ({ prepare, steps, finish }) => {
    const person = await meet(town, first)
    await prepare(person)
    for (const { ask } of steps) expect((await ask(person)).message).toBeUndefined()
    await finish(person)
  },
)

test('the zone of a session is ours on every server that PgBouncer gives, whatever PostgreSQL’s own is', async () => {
  const [{ TimeZone: own } = {}] = (await town.postgres.run('town', 'SHOW timezone')).rows
  expect(own).toBe('Europe/Paris')
  const person = await meet(town, first)
  const before = Date.now()
  await person.startMigration()
  const flow = await town.deps.db.flow.findFirstOrThrow({ where: { accountId: person.letter.accountId } })
  expect(Math.abs(flow.createdAt.getTime() - before)).toBeLessThan(60_000)
})

test('two nodes under load share three servers, PgBouncer killed and started meanwhile: no journey fails', async () => {
  const traffic = await openTraffic(town, (n) => nodes[n % 2] ?? first(), 8)
  await traffic.walked()
  const pools = await pooler.ask('SHOW POOLS')
  const { cl_active = '0', sv_active = '0', sv_idle = '0' } = pools.find(({ database }) => database === 'town') ?? {}
  expect(Number(sv_active) + Number(sv_idle)).toBeLessThanOrEqual(servers)
  await pooler.kill()
  await pause(1_000)
  await pooler.start()
  await traffic.walked()
  await traffic.stop()
  expect(traffic.counts.BROKEN).toBe(0)
  const { counts } = traffic
  tell(
    `PgBouncer: ${cl_active} clients on ${servers} servers, killed and started: ${traffic.journeys()} journeys, ${counts.ANSWERED} answers, ${counts.BUSY} Busy`,
  )
})

test('a command works behind PgBouncer too', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(projectRoot, 'server/cli/main.ts'), 'audit:verify'], {
    env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production', ...first().settings() },
    encoding: 'utf8',
  })
  expect([status, stdout.trim()]).toEqual([0, expect.stringMatching(/\d/)])
})
