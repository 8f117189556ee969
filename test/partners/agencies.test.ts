import { expect, test } from 'vitest'
import { changeAgencies } from '../../server/partners/change-agencies.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const password = 'Tilleul-42-lampe'
const by = 'accueil-2'

/** Owners of two agencies who have migrated, served by one partner with one key, and by another. */
async function served() {
  const w = await world()
  const [kept] = await w.people.owner({ identifiers: ['A100'] })
  const [taken] = await w.people.owner({ identifiers: ['B100'] })
  const [letter] = await w.people.owner({ identifiers: ['B200'] })
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  const { id } = await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  await w.deps.db.owner.updateMany({
    where: { id: { in: [taken.ownerId, letter.ownerId] } },
    data: { agencyId: id },
  })
  await migrate(w, kept, 'a@orange.example', password)
  await migrate(w, taken, 'b@orange.example', password)
  w.clock.forward({ hours: 2 })
  const agencies = ['tilleuls', 'parc']
  const { secret: key } = await newPartner(w.deps, 'lumen', { kind: 'live', agencies })
  const { secret: other } = await newPartner(w.deps, 'autre', { kind: 'live', agencies })
  const change = (add: string[], remove: string[]) => changeAgencies(w.deps, 'lumen', { add, remove }, by)
  const me = async (token: string, secret: string) => (await w.api('{ me { email } }', {}, { token, key: secret })).me
  return { w, kept, taken, letter, key, other, change, me }
}

test('an agency that is taken ends at once what the partner has open there, and nothing else of anybody’s', async () => {
  const { w, kept, taken, letter, key, other, change, me } = await served()
  const [step, others] = [steps(w, { key }), steps(w, { key: other })]
  const open = {
    mine: await step.signIn(taken, password),
    elsewhere: await step.signIn(kept, password),
    others: await others.signIn(taken, password),
    flow: await step.start(letter),
    site: await steps(w).signIn(taken, password),
  }
  expect(await change([], ['parc'])).toMatchObject({ agencies: ['tilleuls'], flows: 1, sessions: 1 })
  expect(await me(open.mine.token, key)).toBeNull()
  expect(await me(open.elsewhere.token, key)).toEqual({ email: 'a@orange.example' })
  expect(await me(open.others.token, other)).toEqual({ email: 'b@orange.example' })
  expect((await w.api('{ me { email } }', {}, { token: open.site.token })).me).toEqual({ email: 'b@orange.example' })
  expect(await step.chooseEmail(open.flow.handle, 'c@orange.example', true)).toMatchObject({
    __typename: 'FlowClosed',
    closed: 'SUPERSEDED',
  })
  expect(await step.signIn(taken, password)).toMatchObject({ why: 'WRONG' })
  const { facts } = await w.deps.db.event.findFirstOrThrow({ where: { kind: 'PARTNER_CHANGED' } })
  expect(facts).toMatchObject({ act: 'AGENCIES', taken: 1, by })
})

test('a reset of an owner there ends in silence: whether its pair was right is told by nothing', async () => {
  const { w, key, change } = await served()
  const step = steps(w, { key })
  const asked = await Promise.all(
    [
      ['B100', 'b@orange.example'],
      ['B100', 'nobody@orange.example'],
    ].map(([identifier = '', email = '']) => step.requestReset(identifier, email)),
  )
  const code = await w.codeSentTo('b@orange.example')
  expect(await change([], ['parc'])).toMatchObject({ flows: 1, sessions: 0 })
  const answers = []
  for (const { handle } of asked) {
    const { flow } = await w.api(
      'query ($flow: String!) { flow(flow: $flow) { __typename ... on Flow { step } } }',
      {
        flow: handle,
      },
      { key },
    )
    answers.push([flow, await step.verify(handle, code)])
  }
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]).toMatchObject([{ step: 'ENTER_CODE' }, { __typename: 'CodeRefused', reason: 'WRONG' }])
})

test('a session that a request in hand still opened meanwhile is used no more', async () => {
  const { w, taken, key, change, me } = await served()
  const { token } = await steps(w, { key }).signIn(taken, password)
  await change([], ['parc'])
  await w.deps.db.session.updateMany({ data: { endedAt: null } })
  expect(await me(token, key)).toBeNull()
})

test('a flow that a request in hand still began meanwhile ends nothing: no password, no address', async () => {
  const { w, taken, letter, key, change } = await served()
  const step = steps(w, { key })
  const first = await step.start(letter)
  await step.chooseEmail(first.handle, 'c@orange.example', true)
  await step.verify(first.handle, await w.codeSentTo('c@orange.example'))
  const { token } = await step.signIn(taken, password)
  const moved = await step.changeEmail(token, 'd@orange.example', password, 'd@orange.example', true)
  const movedCode = await w.codeSentTo('d@orange.example')
  const forgotten = await step.requestReset('B100', 'b@orange.example')
  await step.verify(forgotten.handle, await w.codeSentTo('b@orange.example'))
  expect(await change([], ['parc'])).toMatchObject({ flows: 3 })
  await w.deps.db.flow.updateMany({ data: { endedAt: null, end: null } })
  const answers = [
    await step.setPassword(first.handle, 'Bougie-17-rivage'),
    await step.verify(moved.handle, movedCode),
    await step.setPassword(forgotten.handle, 'Bougie-17-rivage'),
  ]
  expect(answers.map(({ __typename, closed }) => [__typename, closed])).toEqual(
    Array(3).fill(['FlowClosed', 'SUPERSEDED']),
  )
  expect(await steps(w).signIn(taken, password)).toMatchObject({ __typename: 'SignedIn' })
})

test('an agency given back is served by a key that names it, not by those of before', async () => {
  const { w, taken, key, change } = await served()
  await change([], ['parc'])
  expect(await change(['parc'], [])).toMatchObject({ agencies: ['parc', 'tilleuls'], flows: 0, sessions: 0 })
  expect(await steps(w, { key }).signIn(taken, password)).toMatchObject({ why: 'WRONG' })
})

test('what cannot be done changes nothing', async () => {
  const { w, change } = await served()
  const refused = async (add: string[], remove: string[]) => {
    const result = await change(add, remove)
    return result.__typename === 'PartnerRefused' ? result.faults.map(({ reason, word }) => [reason, word]) : result
  }
  expect(await refused([], [])).toEqual([['REQUIRED', undefined]])
  expect(await refused([], ['tilleuls', 'parc'])).toEqual([['LAST', undefined]])
  expect(await refused(['nowhere'], ['other'])).toEqual([
    ['UNKNOWN', 'nowhere'],
    ['UNKNOWN', 'other'],
  ])
  expect(await changeAgencies(w.deps, 'personne', { add: ['parc'], remove: [] }, by)).toMatchObject({
    faults: [{ field: 'partner', reason: 'UNKNOWN' }],
  })
  expect(await w.deps.db.event.count({ where: { kind: 'PARTNER_CHANGED' } })).toBe(0)
})
