import { expect, test } from 'vitest'
import { newPartner } from '../support/partners.ts'
import { statementsOf } from '../support/statements.ts'
import { migrate } from '../support/steps.ts'
import { world } from '../support/world.ts'

const list = `query ($first: Int, $after: String, $agency: String, $state: [AccountState!], $since: DateTime) {
  accounts(first: $first, after: $after, agency: $agency, state: $state, migratedSince: $since) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { identifier state migratedAt agency } } } }`

/** Seven accounts of the agency `tilleuls`, one of which has migrated, and one of another agency. */
async function agencies() {
  const w = await world()
  const letters = await w.people.owner({ identifiers: ['A107', 'A101', 'a-105', 'A103', 'A106', 'A102'] })
  const [migrated] = await w.people.owner({ identifiers: ['A104'] })
  const [foreign] = await w.people.owner({ identifiers: ['A100'] })
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  const parc = await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  await w.deps.db.owner.update({ where: { id: foreign.ownerId }, data: { agencyId: parc.id } })
  await migrate(w, migrated, 'marie@orange.example', 'Tilleul-42-lampe')
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live', scopes: ['read-accounts'] })
  const ask = async (variables: object, more: object = { key }) => (await w.api(list, variables, more)).accounts
  const identifiers = async (variables: object) =>
    (await ask(variables)).edges.map(({ node }: { node: { identifier: string } }) => node.identifier)
  return { w, key, letters, ask, identifiers }
}

test('pages lead through every account of the key’s agencies once, in one order, and through no other’s', async () => {
  const { w, ask } = await agencies()
  const seen: string[] = []
  let after: string | null = null
  for (let pages = 1; ; pages++) {
    const page = await ask({ first: 3, after })
    expect(page.totalCount).toBe(7)
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, startCursor: page.edges[0].cursor })
    seen.push(...page.edges.map(({ node }: { node: { identifier: string } }) => node.identifier))
    after = page.pageInfo.endCursor
    if (!page.pageInfo.hasNextPage) {
      expect(pages).toBe(3)
      break
    }
    // What migrates between two pages does not move.
    await w.deps.db.account.updateMany({ where: { identifier: 'A101' }, data: { state: 'ACTIVE' } })
  }
  expect(seen).toEqual(['A101', 'A102', 'A103', 'A104', 'a-105', 'A106', 'A107'])
})

test('asked under fifteen names, a count is made once for each set of arguments', async () => {
  const { w, key } = await agencies()
  const names = Array.from({ length: 7 }, (_, i) => `t${i}: totalCount`).join(' ')
  const query = `{ all: accounts { totalCount ${names} } again: accounts(first: 1) { totalCount }
    open: accounts(state: [ACTIVE, FROZEN]) { totalCount } turned: accounts(state: [FROZEN, ACTIVE]) { totalCount } }`
  const { answer, statements } = await statementsOf(() => w.api(query, {}, { key }))
  expect(answer.all).toMatchObject({ totalCount: 7, t6: 7 })
  expect([answer.again, answer.open, answer.turned].map(({ totalCount }) => totalCount)).toEqual([7, 1, 1])
  expect(statements.filter((statement) => /^SELECT COUNT\(/i.test(statement))).toHaveLength(2)
})

test('the filters: agency, states, and since when; a foreign agency has no accounts', async () => {
  const { w, ask, identifiers } = await agencies()
  const since = w.clock.now()
  expect(await identifiers({ state: ['ACTIVE'] })).toEqual(['A104'])
  expect(await identifiers({ state: ['FROZEN', 'CLOSED'] })).toEqual([])
  expect(await identifiers({ since })).toEqual(['A104'])
  expect(await identifiers({ since: new Date(since.getTime() + 1) })).toEqual([])
  expect(await identifiers({ agency: 'tilleuls', first: 1 })).toEqual(['A101'])
  for (const agency of ['parc', 'nowhere', '']) {
    expect(await ask({ agency }), agency).toMatchObject({ totalCount: 0, edges: [] })
  }
})

test('a row says identifier, state, when it migrated and its agency, and no more', async () => {
  const { w, ask } = await agencies()
  const { edges } = await ask({ state: ['ACTIVE'] })
  const migratedAt = w.clock.now().toISOString()
  expect(edges).toMatchObject([{ node: { identifier: 'A104', state: 'ACTIVE', migratedAt, agency: 'tilleuls' } }])
})

test('a key without the scope, a test key and a caller without a key list nothing of the live accounts', async () => {
  const { w, ask } = await agencies()
  expect(await ask({}, {})).toBeNull()
  const flows = await newPartner(w.deps, 'flows', { kind: 'live' })
  expect(await ask({}, { key: flows.secret })).toBeNull()
  const sandbox = await newPartner(w.deps, 'sandbox', { kind: 'test', scopes: ['read-accounts'] })
  const { edges } = await ask({ first: 500 }, { key: sandbox.secret })
  // The people of its own sandbox, whose identifiers nobody has.
  expect(edges.length).toBeGreaterThan(20)
  const live = await w.deps.db.account.findMany({ where: { realm: 'live' }, select: { identifier: true } })
  for (const { node } of edges) expect(live).not.toContainEqual({ identifier: node.identifier })
})

test('cursors and sizes that are none of ours do no harm', async () => {
  const { ask } = await agencies()
  for (const after of ['', 'AA', '////', '\u0000', 'x'.repeat(5000)]) {
    expect((await ask({ after, first: 500 })).totalCount, after.slice(0, 9)).toBe(7)
  }
  for (const first of [0, -1, -2147483648]) expect(await ask({ first })).toMatchObject({ edges: [] })
  expect((await ask({ first: 2147483647 })).edges).toHaveLength(7)
})

test('a key with no scope for journeys gets NotAllowed from every step and nothing from every reading', async () => {
  const { w, letters } = await agencies()
  const { secret: key } = await newPartner(w.deps, 'reader', { kind: 'live', scopes: ['read-events'] })
  const [letter] = letters
  const input = { identifier: letter.identifier, issuedPassword: letter.issuedPassword }
  const start = `mutation ($input: StartMigrationInput!) { startMigration(input: $input) {
    __typename ... on Refusal { message } } }`
  const counted = await w.deps.db.counter.count()
  expect(await w.api(start, { input }, { key, language: 'en' })).toEqual({
    startMigration: { __typename: 'NotAllowed', message: 'This key does not allow this request.' },
  })
  expect(await w.deps.db.counter.count()).toBe(counted)
  const closed = { flow: { __typename: 'FlowClosed', reason: 'UNKNOWN' } }
  expect(await w.api('{ flow(flow: "cf_x") { __typename ... on FlowClosed { reason } } }', {}, { key })).toEqual(closed)
})

test('filters that PostgreSQL cannot hold find nothing, or are refused: no fault of ours', async () => {
  const { w, ask } = await agencies()
  expect(await ask({ agency: 'tilleuls\0' })).toMatchObject({ totalCount: 0, edges: [] })
  for (const since of ['hier', '-005000-01-01T00:00:00Z', '-200000-01-01T00:00:00Z', '+275000-01-01T00:00:00Z']) {
    await expect(ask({ since }), since).rejects.toThrow('got an invalid value')
  }
  const { secret: key } = await newPartner(w.deps, 'essai')
  expect(
    (await w.api('{ sandbox { mailbox(email: "a\\u0000@orange.example") { id } } }', {}, { key })).sandbox,
  ).toEqual({
    mailbox: [],
  })
})
