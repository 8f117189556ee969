import pg from 'pg'
import { expect, test } from 'vitest'
import { createSealer } from '../../server/audit/sealer.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { closeAccount } from '../../server/staff/close-account.ts'
import { detachEmail } from '../../server/staff/detach-email.ts'
import { eraseOwner } from '../../server/staff/erase-owner.ts'
import { freezeAccount } from '../../server/staff/freeze-account.ts'
import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { reopenAccount } from '../../server/staff/reopen-account.ts'
import { thawAccount } from '../../server/staff/thaw-account.ts'
import { openSandbox } from '../sandbox/support.ts'
import { another, ask, letterbox, openOwner, password } from '../staff/support.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const feed = `query ($after: String, $first: Int) { events(after: $after, first: $first) { __typename
  ... on EventPage { cursor hasMore events { id type at account sharing agency byThisPartner } }
  ... on CursorRefused { reason } } }`

interface Told {
  id: string
  type: string
  account: string
  at: string
  sharing: string[]
  agency: string
  byThisPartner: boolean
}
interface Page {
  __typename: string
  cursor: string
  hasMore: boolean
  events: Told[]
}

/** A reader of the agency `tilleuls`; what is committed is sealed before each look. */
async function listener(w: World, partnerKey = 'lumen', typed: object = {}) {
  await w.people.owner({ identifiers: [`Z-${partnerKey}`] })
  const partner = await newPartner(w.deps, partnerKey, { kind: 'live', scopes: ['flows', 'read-events'], ...typed })
  const sealer = createSealer(w.deps)
  const look = async (variables: object = {}): Promise<Page> => {
    await sealer.runOnce()
    return (await w.api(feed, variables, { key: partner.secret })).events
  }
  return { ...partner, look }
}

const brief = (events: readonly Told[]) => events.map(({ type, account }) => `${type} ${account}`)

test('what happens to an account is told, whoever did it, and to which others it happened', async () => {
  const w = await world()
  const { look, secret: key } = await listener(w)
  const { step, token, letter } = await openOwner(w, ['A100', 'A200'])
  const [own] = await w.people.owner({ identifiers: ['B100'] })
  const through = steps(w, { key })
  const { handle } = await through.start(own)
  await through.chooseEmail(handle, 'odette@orange.example', true)
  await through.verify(handle, await w.codeSentTo('odette@orange.example'))
  const second = () => w.clock.forward({ seconds: 1 })
  await through.setPassword(handle, password)
  second()
  const change = await step.changeEmail(token, 'marie@free.example', password)
  await step.verify(change.handle, await w.codeSentTo('marie@free.example'))
  second()
  await step.changePassword(token, password, another)
  await step.signIn(letter, another)

  const { events } = await look()
  const at = w.clock.now().toISOString()
  const told = (type: string, account: string, sharing: string[], byThisPartner: boolean) => {
    return { type, account, sharing, byThisPartner, agency: 'tilleuls', id: expect.any(String), at: expect.any(String) }
  }
  // Two accounts of one migration: one instant, in either order.
  const migrated = events.slice(0, 2).toSorted((a, b) => (a.account < b.account ? -1 : 1))
  expect([...migrated, ...events.slice(2)]).toEqual([
    told('ACCOUNT_MIGRATED', 'A100', [], false),
    told('ACCOUNT_MIGRATED', 'A200', [], false),
    told('ACCOUNT_MIGRATED', 'B100', [], true),
    told('EMAIL_CHANGED', 'A100', ['A200'], false),
    told('PASSWORD_CHANGED', 'A100', ['A200'], false),
  ])
  expect(events.at(-1)?.at).toBe(at)
  expect(w.canaries.leaksIn(JSON.stringify(events))).toEqual([])
})

test('what the service does to an account is told, and what changes none of it is not', async () => {
  const w = await world()
  const { look } = await listener(w)
  await openOwner(w, ['A100'])
  const [issued] = await w.people.owner({ identifiers: ['C100'] })
  let { cursor } = await look()
  const next = async () => {
    const page = await look({ after: cursor })
    cursor = page.cursor
    return brief(page.events)
  }
  await freezeAccount(w.deps, ask('A100'))
  expect(await next()).toEqual(['ACCOUNT_FROZEN A100'])
  await thawAccount(w.deps, { ...ask('A100'), keepEmail: true })
  expect(await next()).toEqual(['ACCOUNT_THAWED A100'])
  await detachEmail(w.deps, ask('A100'), letterbox())
  expect(await next()).toEqual([])
  w.clock.forward({ hours: 73 })
  await detachEmail(w.deps, ask('A100'), letterbox())
  expect(await next()).toEqual(['EMAIL_DETACHED A100'])
  await reissueAccount(w.deps, ask(issued.identifier), letterbox())
  await closeAccount(w.deps, { ...ask(issued.identifier), cause: 'ERROR' })
  await reopenAccount(w.deps, ask(issued.identifier), letterbox())
  expect((await next()).toSorted()).toEqual(['ACCOUNT_CLOSED C100', 'ACCOUNT_REISSUED C100', 'ACCOUNT_REOPENED C100'])
})

test('pages lead through every event once, and a cursor goes on where there was nothing', async () => {
  const w = await world()
  const { look } = await listener(w)
  await openOwner(w, ['A100', 'A200', 'A300', 'A400', 'A500'])
  const whole = await look({ first: 500 })
  expect(whole).toMatchObject({ hasMore: false })
  expect(whole.events).toHaveLength(5)
  const seen: Told[] = []
  let page = await look({ first: 2 })
  for (; ; page = await look({ first: 2, after: page.cursor })) {
    seen.push(...page.events)
    if (!page.hasMore) break
    expect(page.events).toHaveLength(2)
  }
  expect(seen).toEqual(whole.events)
  const [other] = await w.people.owner()
  await steps(w).signIn(other, 'Un-faux-mot-1')
  const idle = await look({ after: page.cursor })
  expect(idle.events).toEqual([])
  await migrate(w, other, 'odette@orange.example', password)
  for (const after of [page.cursor, idle.cursor]) {
    expect(brief((await look({ after })).events)).toEqual([`ACCOUNT_MIGRATED ${other.identifier}`])
  }
})

test('an event whose transaction commits after later ones were read is read next, not skipped', async () => {
  const w = await world()
  const { look } = await listener(w)
  const { letters } = await openOwner(w, ['A100', 'A200'])
  const slow = new pg.Client({ connectionString: w.deps.settings.databaseUrl ?? '' })
  await slow.connect()
  await slow.query('BEGIN')
  await slow.query(
    `INSERT INTO "Event" (realm, at, kind, "accountId") VALUES ('live', '2026-11-22T13:00:00Z', 'EMAIL_CHANGED', $1)`,
    [letters[0].accountId],
  )
  const before = await look()
  expect(brief(before.events)).not.toContain('EMAIL_CHANGED A100')
  await slow.query('COMMIT')
  await slow.end()
  const after = await look({ after: before.cursor })
  expect(brief(after.events)).toEqual(['EMAIL_CHANGED A100'])
})

test('while many write and nodes seal, a reader meets each event once and in the order of the whole feed', async () => {
  const w = await world()
  const { look } = await listener(w)
  const { letters } = await openOwner(w, ['A100'])
  const writer = async (i: number) => {
    await w.deps.db.$transaction(async (tx) => {
      await tx.event.create({
        data: { realm: 'live', kind: 'PASSWORD_CHANGED', at: w.clock.now(), accountId: letters[0].accountId },
      })
      await tx.$queryRaw`SELECT 1 FROM pg_sleep(${(i % 7) / 200}::float)`
    })
  }
  let writing = true
  const writes = Promise.all(Array.from({ length: 120 }, (_, i) => writer(i))).finally(() => {
    writing = false
  })
  const seals = (async () => {
    const nodes = [createSealer(w.deps), createSealer(w.deps)]
    while (writing) await Promise.all(nodes.map((node) => node.runOnce()))
  })()
  const read: Told[] = []
  let after: string | null = null
  while (writing) {
    const page: Page = await look({ after, first: 7 })
    after = page.cursor
    read.push(...page.events)
  }
  await Promise.all([writes, seals])
  for (let more = true; more; ) {
    const page: Page = await look({ after, first: 7 })
    read.push(...page.events)
    after = page.cursor
    more = page.hasMore
  }
  const whole = await look({ first: 500 })
  expect(whole.events).toHaveLength(121)
  expect(read).toEqual(whole.events)
})

test('another agency’s accounts, another realm’s and an owner who was forgotten are nobody’s events', async () => {
  const w = await world()
  const { look, partner } = await listener(w)
  const [foreign] = await w.people.owner()
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  const parc = await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  await w.deps.db.owner.update({ where: { id: foreign.ownerId }, data: { agencyId: parc.id } })
  await migrate(w, foreign, 'foreign@orange.example', password)
  expect((await look()).events).toEqual([])
  const sandbox = await listener(w, 'autre', { kind: 'test' })
  await openOwner(w, ['A100'])
  expect(brief((await look()).events)).toEqual(['ACCOUNT_MIGRATED A100'])
  expect((await sandbox.look()).events).toEqual([])
  const play = openSandbox(w, sandbox.secret)
  const { handle } = await play.start('900001')
  await play.step.chooseEmail(handle, 'jeu@orange.example', true)
  await play.step.verify(handle, await play.code('900001'))
  await play.step.setPassword(handle, 'Verger-Boussole-58')
  expect(brief((await sandbox.look()).events)).toEqual(['ACCOUNT_MIGRATED 900001'])
  await closeAccount(w.deps, { ...ask('A100'), cause: 'DEATH' })
  expect(brief((await look()).events)).toEqual(['ACCOUNT_MIGRATED A100', 'ACCOUNT_CLOSED A100'])
  await eraseOwner(w.deps, ask('A100'))
  expect((await look()).events).toEqual([])
  await w.deps.db.partner.update({ where: { id: partner.id }, data: { agencyIds: [parc.id] } })
  expect((await look()).events).toEqual([])
})

test('a cursor is this partner’s own, says nothing, and one that is none is told', async () => {
  const w = await world()
  const { look } = await listener(w)
  const other = await listener(w, 'autre')
  await openOwner(w, ['A100'])
  const { cursor } = await look()
  expect((await look({ after: cursor })).__typename).toBe('EventPage')
  const strange = { __typename: 'CursorRefused', reason: 'UNKNOWN' }
  expect(await other.look({ after: cursor })).toEqual(strange)
  const bytes = Buffer.from(cursor, 'base64url')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  for (const after of ['', 'AAAA', '\u0000', 'x'.repeat(5000), bytes.toString('base64url'), cursor.slice(0, -2)]) {
    expect(await look({ after }), after.slice(0, 20)).toEqual(strange)
  }
  for (const first of [0, -1, 2147483647]) expect((await look({ first })).events).toHaveLength(1)
})

test('who was away for longer than events are kept is told so, and who kept looking is not', async () => {
  const w = await world()
  const { look } = await listener(w, 'lumen', { days: '3650' })
  await openOwner(w, ['A100'])
  const away = await look()
  let regular = away
  for (let month = 0; month < 14; month++) {
    w.clock.forward({ hours: 31 * 24 })
    const [other] = await w.people.owner()
    await steps(w).signIn(other, 'Un-faux-mot-1')
    regular = await look({ after: regular.cursor })
    expect(regular.__typename).toBe('EventPage')
    await createPurger(w.deps).runOnce()
  }
  expect(await look({ after: away.cursor })).toEqual({ __typename: 'CursorRefused', reason: 'PURGED' })
  expect(await look()).toMatchObject({ __typename: 'EventPage', events: [] })
})

test('without the scope nothing is told', async () => {
  const w = await world()
  await listener(w)
  const { secret } = await newPartner(w.deps, 'flows', { kind: 'live' })
  for (const options of [{}, { key: secret }]) expect(await w.api(feed, {}, options)).toEqual({ events: null })
})
