import { expect, test } from 'vitest'
import { issueKey } from '../../server/partners/issue-key.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'

/** A second agency with one owner, whom no partner of the first serves. */
async function twoAgencies() {
  const w = await world()
  const [letter] = await w.people.owner()
  const [foreign] = await w.people.owner()
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  const parc = await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  await w.deps.db.owner.update({ where: { id: foreign.ownerId }, data: { agencyId: parc.id } })
  return { w, letter, foreign }
}

test('an owner of another agency is not found, in a sign-in, a first connection or a reset', async () => {
  const { w, letter, foreign } = await twoAgencies()
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const step = steps(w, { key })
  expect(await step.start(foreign)).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
  expect(await step.signIn(foreign, foreign.issuedPassword)).toMatchObject({ why: 'WRONG' })
  expect(await step.start(letter)).toMatchObject({ __typename: 'MigrationStarted' })
  await migrate(w, foreign, 'foreign@orange.example', password)
  await w.deliver()
  const mailed = w.mails.length
  const reset = await step.requestReset(foreign.identifier, 'foreign@orange.example')
  expect(reset).toMatchObject({ __typename: 'ResetRequested', flow: { step: 'ENTER_CODE' } })
  await w.deliver()
  expect(w.mails).toHaveLength(mailed)
})

test('a partner that no longer serves an agency finds none of its owners, whatever its keys say', async () => {
  const { w, letter } = await twoAgencies()
  const { partner, secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live', agencies: ['tilleuls', 'parc'] })
  expect(await steps(w, { key }).start(letter)).toMatchObject({ __typename: 'MigrationStarted' })
  const { id } = await w.deps.db.agency.findUniqueOrThrow({ where: { key: 'parc' } })
  await w.deps.db.partner.update({ where: { id: partner.id }, data: { agencyIds: [id] } })
  expect(await steps(w, { key }).start(letter)).toMatchObject({ why: 'WRONG' })
})

test('a test key works in its partner’s own realm, where no live account is', async () => {
  const { w, letter } = await twoAgencies()
  const { partner, secret: key } = await newPartner(w.deps, 'lumen')
  expect(await steps(w, { key }).start(letter)).toMatchObject({ __typename: 'SignInRefused', why: 'WRONG' })
  expect(await w.deps.db.counter.findMany({ select: { realm: true }, distinct: 'realm' })).toEqual([
    { realm: `test:${partner.key}` },
  ])
  await w.deps.db.account.update({ where: { id: letter.accountId }, data: { realm: 'test:lumen' } })
  expect(await steps(w, { key }).start(letter)).toMatchObject({ __typename: 'MigrationStarted' })
  expect(await steps(w).start(letter)).toMatchObject({ why: 'WRONG' })
})

test('a flow goes on with any key of the partner that began it, and with nobody else’s or none', async () => {
  const { w, letter } = await twoAgencies()
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const { secret: other } = await newPartner(w.deps, 'autre', { kind: 'live' })
  const { handle } = await steps(w, { key }).start(letter)
  for (const stranger of [steps(w), steps(w, { key: other })]) {
    expect(await stranger.flow(handle)).toMatchObject({ __typename: 'FlowClosed', reason: 'UNKNOWN' })
    const unknown = { __typename: 'FlowClosed', closed: 'UNKNOWN' }
    expect(await stranger.chooseEmail(handle, 'thief@orange.example', true)).toMatchObject(unknown)
    expect(await stranger.chooseEmail(handle, 'thief@orange.example')).toMatchObject(unknown)
    expect(await stranger.resend(handle)).toMatchObject(unknown)
    expect(await stranger.verify(handle, '12345678')).toMatchObject(unknown)
    expect(await stranger.setPassword(handle, password)).toMatchObject(unknown)
    expect(await stranger.cancel(handle)).toMatchObject(unknown)
  }
  expect(await steps(w, { key }).chooseEmail(handle, 'marie@orange.example', true)).toMatchObject({
    __typename: 'CodeSent',
  })
})

test('a key that serves fewer agencies goes on with nothing that one of more has begun, and the other way round it does', async () => {
  const { w, letter } = await twoAgencies()
  const both = await newPartner(w.deps, 'lumen', { kind: 'live', agencies: ['tilleuls', 'parc'] })
  const one = await issueKey(w.deps, 'lumen', { kind: 'live', agencies: ['tilleuls'] }, 'accueil-2')
  if (one.__typename !== 'KeyIssued') throw new Error('no key')
  const begun = await steps(w, { key: both.secret }).start(letter)
  expect(await steps(w, { key: one.secret }).flow(begun.handle)).toMatchObject({ reason: 'UNKNOWN' })
  // Its letter opens a flow of its own, whatever handle is held: with the other's every next step would be UNKNOWN.
  const again = await steps(w, { key: one.secret }).start(letter, begun.handle)
  expect(again.handle).not.toBe(begun.handle)
  expect(await steps(w, { key: one.secret }).flow(again.handle)).toMatchObject({ step: 'CHOOSE_EMAIL' })
  expect(await steps(w, { key: both.secret }).flow(again.handle)).toMatchObject({ step: 'CHOOSE_EMAIL' })
})

test('a change of e-mail that such a key asks for again is one that it can go on with', async () => {
  const { w, letter } = await twoAgencies()
  const both = await newPartner(w.deps, 'lumen', { kind: 'live', agencies: ['tilleuls', 'parc'] })
  const one = await issueKey(w.deps, 'lumen', { kind: 'live', agencies: ['tilleuls'] }, 'accueil-2')
  if (one.__typename !== 'KeyIssued') throw new Error('no key')
  await migrate(w, letter, 'marie@orange.example', password)
  for (const key of [both.secret, one.secret, both.secret]) {
    w.clock.forward({ minutes: 2 })
    const step = steps(w, { key })
    const { token } = await step.signIn(letter, password)
    const { handle } = await step.changeEmail(token, 'marie@free.example', password)
    expect(await step.flow(handle)).toMatchObject({ step: 'ENTER_CODE' })
  }
})

test('a session that a partner opened is read with a key of that partner alone; events name partner and key', async () => {
  const { w, letter } = await twoAgencies()
  const { partner, key: row, secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const { secret: other } = await newPartner(w.deps, 'autre', { kind: 'live' })
  const step = steps(w, { key })
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'marie@orange.example', true)
  await step.verify(handle, await w.codeSentTo('marie@orange.example'))
  const set = await step.setPassword(handle, password)
  const signedIn = await step.signIn(letter, password)
  for (const { token } of [set, signedIn]) {
    const me = (options: object) => w.api('{ me { email } }', {}, { token, ...options })
    expect(await me({ key })).toEqual({ me: { email: 'marie@orange.example' } })
    expect(await me({})).toEqual({ me: null })
    expect(await me({ key: other })).toEqual({ me: null })
  }
  const facts = { partner: partner.id, key: row.id }
  const events = await w.deps.db.event.findMany({ where: { accountId: letter.accountId } })
  expect(events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['MIGRATION_STARTED', 'CODE_SENT', 'CODE_VERIFIED', 'ACCOUNT_MIGRATED', 'SIGNED_IN']),
  )
  for (const event of events) expect(event.facts, event.kind).toEqual(facts)
})
