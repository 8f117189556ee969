import { expect, test } from 'vitest'
import { issueKey } from '../../server/partners/issue-key.ts'
import { createPurger } from '../../server/retention/purger.ts'
import { wire } from '../api/wire.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const key = '8e03978e-40d5-43dd-bc93-6894a57f9324'
const password = 'Tilleul-42-lampe'
const refusals =
  '__typename ... on Refusal { message ... on IdempotencyRefused { reason } ... on CodeRefused { triesLeft } }'
const documents = {
  signIn: `mutation ($input: SignInInput!) { signIn(input: $input) { ${refusals} ... on SignedIn { token } } }`,
  startMigration: `mutation ($input: StartMigrationInput!) { startMigration(input: $input) { ${refusals}
    ... on MigrationStarted { handle flow { step } } } }`,
  chooseEmail: `mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { ${refusals} ... on CodeSent { flow { step } } } }`,
  verifyEmailCode: `mutation ($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) { ${refusals} } }`,
  changePassword: `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { ${refusals}
    ... on PasswordChanged { token } } }`,
}
type Name = keyof typeof documents

/** A node that asks with an Idempotency-Key. Each call of `nodeOf` is a process of its own on the same database. */
function nodeOf(w: World, more: Record<string, string> = {}) {
  const api = wire(w)
  return async (name: Name, input: object, idempotencyKey = key, headers: Record<string, string> = {}) => {
    const sent = { 'idempotency-key': idempotencyKey, ...more, ...headers }
    const { json } = await api.post({ query: documents[name], variables: { input } }, sent)
    return json.data?.[name] ?? json
  }
}

async function opened() {
  const w = await world()
  const [letter] = await w.people.owner()
  return { w, letter, input: { identifier: letter.identifier, issuedPassword: letter.issuedPassword } }
}

test('fifty equal requests at once, on two nodes: one effect, fifty equal answers', async () => {
  const { w, input } = await opened()
  const nodes = [nodeOf(w), nodeOf(w)]
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => nodes[i % 2]?.('startMigration', { ...input })),
  )
  expect(answers[0]).toMatchObject({ __typename: 'MigrationStarted', handle: expect.stringMatching(/^cf_/) })
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(await w.deps.db.flow.count()).toBe(1)
  expect(await w.deps.db.event.count()).toBe(1)
})

test('another body under the same key is refused, and changes nothing', async () => {
  const { w, letter, input } = await opened()
  const send = nodeOf(w)
  await send('startMigration', input)
  const other = { __typename: 'IdempotencyRefused', reason: 'OTHER_REQUEST' }
  expect(await send('startMigration', { ...input, issuedPassword: 'wrong' })).toMatchObject(other)
  expect(await send('signIn', { identifier: letter.identifier, password: 'wrong' })).toMatchObject(other)
  expect(await w.deps.db.event.count({ where: { kind: 'SIGN_IN_FAILED' } })).toBe(0)
})

test('a wrong code that is sent again is counted once, and answered as it was', async () => {
  const { w, letter } = await opened()
  const { handle } = await steps(w).start(letter)
  await steps(w).chooseEmail(handle, 'marie@orange.example', true)
  const [send, afterRestart] = [nodeOf(w), nodeOf(w)]
  const first = await send('verifyEmailCode', { flow: handle, code: '00000000' })
  expect(first).toMatchObject({ __typename: 'CodeRefused', triesLeft: 4 })
  for (let i = 0; i < 8; i++) {
    expect(await afterRestart('verifyEmailCode', { flow: handle, code: '00000000' })).toEqual(first)
  }
  expect(await w.deps.db.flow.findFirst({ select: { triesSpent: true } })).toEqual({ triesSpent: 1 })
})

test('an answer is kept for 48 hours; one with a secret is given again for ten minutes', async () => {
  const { w, letter, input } = await opened()
  const send = nodeOf(w)
  const first = await send('startMigration', input)
  const choice = { flow: first.handle, email: 'marie@orange.example', confirmed: true }
  const sent = await send('chooseEmail', choice, `${key}-2`)
  w.clock.forward({ minutes: 10, ms: -1 })
  expect(await send('startMigration', input)).toEqual(first)
  w.clock.forward({ ms: 1 })
  const over = { __typename: 'IdempotencyRefused', reason: 'SECRET_OVER' }
  expect(await send('startMigration', input)).toMatchObject(over)
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.keptAnswer.count({ where: { answer: null } })).toBe(1)
  expect(await send('startMigration', input)).toMatchObject(over)
  w.clock.forward({ hours: 47, minutes: 50, ms: -1 })
  expect(await send('chooseEmail', choice, `${key}-2`)).toEqual(sent)
  w.clock.forward({ ms: 1 })
  expect(await send('chooseEmail', choice, `${key}-2`)).toMatchObject({ __typename: 'FlowClosed' })
  expect(await send('startMigration', input)).toMatchObject({ __typename: 'MigrationStarted' })
  w.clock.forward({ hours: 48 })
  await createPurger(w.deps).runOnce()
  expect(await w.deps.db.keptAnswer.count()).toBe(0)
  expect(letter.identifier).toBe(input.identifier)
})

test('what says « not now » is not kept: the next try is carried out', async () => {
  const { w, input } = await opened()
  const send = nodeOf(w)
  w.hasher.full = true
  expect(await send('startMigration', input)).toMatchObject({ __typename: 'Busy' })
  w.hasher.full = false
  await w.deps.db.$executeRawUnsafe('ALTER TABLE "Event" RENAME TO "Gone"')
  expect(await send('startMigration', input)).toMatchObject({ errors: [{ message: 'Unexpected error.' }] })
  await w.deps.db.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Event"')
  const reader = await newPartner(w.deps, 'reader', { kind: 'live', scopes: ['read-events'] })
  const notAllowed = await send('startMigration', input, key, { 'connexion-key': reader.secret })
  expect(notAllowed).toMatchObject({ __typename: 'NotAllowed' })
  expect(await w.deps.db.keptAnswer.count()).toBe(0)
  expect(await send('startMigration', input)).toMatchObject({ __typename: 'MigrationStarted' })
})

test('the key of one partner, session or flow is another request’s than the same key of another', async () => {
  const { w, letter, input } = await opened()
  const [other] = await w.people.owner()
  const lumen = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const autre = await newPartner(w.deps, 'autre', { kind: 'live' })
  const handles = [lumen, autre].map(({ secret }) => nodeOf(w, { 'connexion-key': secret })('startMigration', input))
  const [one, two] = await Promise.all(handles)
  expect(one.handle).toMatch(/^cf_/)
  expect(two.handle).not.toBe(one.handle)
  // Another key of the same partner hears the answer if it might have asked for it, and not otherwise.
  const heard = async (scopes: string[]) => {
    const made = await issueKey(w.deps, 'lumen', { kind: 'live', scopes }, 'accueil-2')
    if (made.__typename !== 'KeyIssued') throw new Error('no key')
    return nodeOf(w, { 'connexion-key': made.secret })('startMigration', input)
  }
  expect(await heard(['flows'])).toEqual(one)
  expect(await heard(['read-events'])).toMatchObject({ __typename: 'NotAllowed' })

  const tokens = [
    await migrate(w, letter, 'marie@orange.example', password),
    await migrate(w, other, 'odile@orange.example', password),
  ]
  const change = { currentPassword: password, password: 'Platane-43-lampe', confirmation: 'Platane-43-lampe' }
  const send = nodeOf(w)
  const changed = []
  for (const token of tokens)
    changed.push(await send('changePassword', change, key, { authorization: `Bearer ${token}` }))
  for (const answer of changed) expect(answer).toMatchObject({ __typename: 'PasswordChanged' })
  expect(new Set(changed.map(({ token }) => token)).size).toBe(2)
  // The token that was replaced by it still gets the answer that it did not hear.
  const again = await send('changePassword', change, key, { authorization: `Bearer ${tokens[0]}` })
  expect(again).toEqual(changed[0])
})

test('a process that died in the middle holds nothing up for long: an equal request takes over', async () => {
  const { w, input } = await opened()
  await nodeOf(w)('startMigration', input)
  await w.deps.db.keptAnswer.updateMany({ data: { answer: null, answeredAt: null, secretUntil: null } })
  w.clock.forward({ seconds: 30 })
  expect(await nodeOf(w)('startMigration', input)).toMatchObject({ __typename: 'MigrationStarted' })
  expect(await w.deps.db.keptAnswer.count({ where: { answeredAt: w.clock.now() } })).toBe(1)
})

test('a key that could be somebody else’s, or is none, is refused', async () => {
  const { w, input } = await opened()
  const send = nodeOf(w)
  for (const bad of [
    '1',
    '"1"',
    'x'.repeat(15),
    'x'.repeat(256),
    'clé-0123456789abcd'.normalize('NFC'),
    `${key} ${key}`,
  ]) {
    const answer = await send('startMigration', input, Buffer.from(bad).toString('latin1'))
    expect(answer, bad).toMatchObject({ __typename: 'IdempotencyRefused', reason: 'MALFORMED' })
  }
  const bare = await send('startMigration', input)
  expect(await send('startMigration', input, `"${key}"`)).toEqual(bare)
})

test('the table alone holds nothing readable, and a reading with the header is just read', async () => {
  const { w, letter, input } = await opened()
  const { handle } = await nodeOf(w)('startMigration', input)
  const rows = await w.deps.db.keptAnswer.findMany()
  const readable = rows
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
  expect(rows).toHaveLength(1)
  for (const secret of [handle, letter.issuedPassword, letter.identifier, key]) {
    expect(readable.filter((value) => value.includes(secret))).toEqual([])
  }
  const api = wire(w)
  await api.post({ query: '{ passwordPolicy { minLength } }' }, { 'idempotency-key': 'x' })
  expect(await w.deps.db.keptAnswer.count()).toBe(1)
})
