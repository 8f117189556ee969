import { createServer, type Socket } from 'node:net'
import { getNamedType, isInputObjectType, isNonNullType } from 'graphql'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../server/database/connect.ts'
import { schema } from '../../server/graphql/schema.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { type Answer, signInMutation, wire } from './wire.ts'

const refusal = '__typename ... on Refusal { message } ... on Busy { retryAfterSeconds }'
/** Well-formed, so that every step goes on to the database. */
const wellFormed: Record<string, string> = {
  identifier: '012345',
  email: 'marie@orange.example',
  emailConfirmation: 'marie@orange.example',
  password: 'Tilleul-42-lampe',
  confirmation: 'Tilleul-42-lampe',
  link: 'A'.repeat(64),
}

/** Who has no test key is refused these before the database is asked. */
const forTestKeys = ['moveClock', 'resetSandbox']

/** Every other mutation of the contract with an input. */
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
  if (forTestKeys.includes(name)) return []
  const type = getNamedType(args[0]?.type)
  if (!isInputObjectType(type)) return []
  const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type))
  return [[name, Object.fromEntries(required.map((field) => [field.name, wellFormed[field.name] ?? 'x']))] as const]
})
const queries = ['{ me { email } }', '{ flow(flow: "cf_x") { __typename } }', '{ agency { name } }']

const request = (name: string, input: object) => ({
  query: `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${refusal} } }`,
  variables: { input },
})

/** All at once: where each waits for seconds, the test does not wait for their sum. */
async function expectBusyEverywhere(api: ReturnType<typeof wire>) {
  const bearer = { authorization: 'Bearer cs_x' }
  expect(mutations.length).toBeGreaterThanOrEqual(14)
  const out = api.post({ query: `mutation { signOut { ${refusal} } }` }, bearer)
  const [[...steps], [...read]] = await Promise.all([
    Promise.all(mutations.map(([name, input]) => api.post(request(name, input), bearer))),
    Promise.all(queries.map((query) => api.post({ query }, bearer))),
  ])
  expect((await out).json.data.signOut).toMatchObject({ __typename: 'Busy', retryAfterSeconds: 5 })
  for (const [i, { status, json, text }] of steps.entries()) {
    const [name = ''] = mutations[i] ?? []
    expect([status, json.data?.[name]?.__typename], `${name}: ${text}`).toEqual([200, 'Busy'])
  }
  for (const answer of read) expectBusyQuery(answer)
}

/** A query has no union to say it in: 503 and the time, in the header and in the error. */
function expectBusyQuery({ status, headers, json, text }: Answer) {
  expect(status, text).toBe(503)
  expect(headers.get('retry-after')).toBe('5')
  expect(json.errors[0].extensions).toEqual({ code: 'BUSY', retryAfterSeconds: 5 })
}

test('a database that is away makes every step answer Busy and every query 503, with a time', async () => {
  const w = await world()
  for (const url of ['postgresql://postgres@127.0.0.1:1/x', 'postgresql://postgres@localhost/x?host=/nowhere']) {
    const db = connect(url, 2)
    await expectBusyEverywhere(wire(w, { db }))
    await db.$disconnect()
  }
})

test('a database that starts, stops, is full or only read from is Busy; one that never answers is so within seconds', async () => {
  const w = await world()
  // Starting, stopping, too many connections; no room on the disk, no memory, the disk itself; a standby; a session that
  // idled in its transaction; a statement cut short; what PgBouncer says when it has no server to give.
  const passing = ['57P03', '57P01', '53300', '53100', '53200', '58030', '25006', '25P03', '57014', '08P01']
  for (const sqlState of passing) {
    const db = connect(await postgresThat((socket) => socket.end(errorResponse(sqlState))), 2)
    await expectBusyEverywhere(wire(w, { db }))
    await db.$disconnect()
  }
  const silent = connect(await postgresThat(() => {}), 2)
  const api = wire(w, { db: silent })
  const [step, query] = await Promise.all([
    api.post(request('cancelFlow', { flow: 'cf_x' })),
    api.post({ query: '{ agency { name } }' }),
  ])
  expect(step.json.data.cancelFlow.__typename).toBe('Busy')
  expectBusyQuery(query)
})

test('a pool whose connections are all held answers Busy within seconds', async () => {
  const w = await world()
  const db = connect(w.deps.settings.databaseUrl ?? '', 1)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const holder = db.$transaction(() => held, { timeout: 20_000 })
  await new Promise((resolve) => setTimeout(resolve, 100))
  const api = wire(w, { db })
  const [step, query] = await Promise.all([
    api.post(request('cancelFlow', { flow: 'cf_x' })),
    api.post({ query: '{ agency { name } }' }),
  ])
  expect(step.json.data.cancelFlow.__typename).toBe('Busy')
  expectBusyQuery(query)
  release()
  await holder
  expect((await api.post(request('cancelFlow', { flow: 'cf_x' }))).json.data.cancelFlow.__typename).toBe('FlowClosed')
  await db.$disconnect()
})

test('a pool of two whose every statement waits for a lock answers Busy to every step, and goes on once it is free', async () => {
  const w = await world()
  const db = connect(w.deps.settings.databaseUrl ?? '', 2)
  const api = wire(w, { db })
  const holder = await administrator(w)
  await holder.query('BEGIN')
  const tables = '"Flow", "Session", "Counter", "Account", "Credential", "FreezeLink", "StaffAction", "Agency", "Event"'
  await holder.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`)
  await expectBusyEverywhere(api)
  await holder.query('ROLLBACK')
  expect((await api.post(request('cancelFlow', { flow: 'cf_x' }))).json.data.cancelFlow.__typename).toBe('FlowClosed')
  await db.$disconnect()
})

test('connections cut under a hundred requests: each answers its own truth or Busy, and the program goes on', async () => {
  const w = await world()
  await w.people.owner()
  const [letter] = await w.people.owner()
  const step = steps(w)
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'marie@orange.example')
  const code = await w.codeSentTo('marie@orange.example')
  const api = wire(w)
  const admin = await administrator(w)
  let cutting = true
  const cutter = (async () => {
    while (cutting) {
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  })()
  const seen = new Set<string>()
  for (let round = 0; round < 30; round++) {
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, (_, i) =>
        api.post({ query: signInMutation, variables: { input: { identifier: `Z${round}${i}`, password: 'x' } } }),
      ),
      ...Array.from({ length: 4 }, () => api.post(request('resendCode', { flow: handle }))),
      api.post({ query: '{ agency { name } }' }),
      api.post({ query: `{ flow(flow: "${handle}") { __typename } }` }),
    ])
    for (const { status, text } of answers) {
      expect(status === 200 || (status === 503 && text.includes('BUSY')), text).toBe(true)
      seen.add(text)
    }
  }
  cutting = false
  await cutter
  expect([...seen].some((text) => text.includes('Busy'))).toBe(true)
  expect(await step.verify(handle, code)).toMatchObject({ __typename: 'CodeVerified' })
})

async function administrator(w: World): Promise<pg.Client> {
  const admin = new pg.Client({ connectionString: w.deps.settings.databaseUrl ?? '' })
  await admin.connect()
  onTestFinished(() => admin.end())
  return admin
}

/** A server that takes a connection and the startup message, then does this. Gives back its address. */
async function postgresThat(does: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => socket.once('data', () => does(socket)).on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  return `postgresql://postgres@127.0.0.1:${address.port}/x`
}

/** PostgreSQL's own ErrorResponse (message format 3.0). */
function errorResponse(sqlState: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0Mnot now\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeUInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
