import { type GraphQLInputObjectType, getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../server/graphql/schema.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { type Answer, canary, expectNoEcho, wire } from './wire.ts'

const hostile: [name: string, value: string][] = [
  ['NUL', '\u0000'],
  ['NUL within', `${canary}\u0000x`],
  ['lone surrogate', `${canary}\ud800`],
  ['swapped surrogates', `\udfff\ud800${canary}`],
  ['emoji', `🦄👨‍👩‍👧‍👦${canary}`],
  ['right-to-left', `\u202e${canary}\u200f`],
  ['line breaks', `${canary}\r\nBcc: evil@x.example\n`],
  ['SQL', `${canary}'; DROP TABLE "Account"; --`],
  ['wildcards', `%_${canary}%`],
  ['markup', `<script>${canary}</script>{{7*7}}\${7*7}`],
  ['a path', `../../${canary}%00.txt`],
  ['controls', `\u0001\u0007\u001b[31m${canary}\u007f\u0085`],
  ['spaces', ' \u00a0\u2003\u3000'],
  ['look-alikes', `ıІⅠ０Ο${canary}`],
  ['a number', '1e308'],
  ['an object’s keys', '__proto__'],
  ['ten thousand letters', `${canary}${'é'.repeat(10_000)}`],
  ['a megabyte', `${canary}${'x'.repeat(1_000_000)}`],
  ['what grows when it is normalised', '\ufdfa'.repeat(20_000)],
  ['a megabyte of digits', '1'.repeat(1_000_000)],
]

const password = 'Tilleul-42-lampe'

interface Call {
  name: string
  input: Record<string, unknown>
  fields: string[]
}

/** Every mutation with an input that is well-formed (`valid` knows better values), and the fields to poison. */
function calls(valid: Record<string, unknown> = {}): Call[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
    const type = getNamedType(args[0]?.type)
    if (!isInputObjectType(type)) return []
    // A text where a number, true or false is expected is the protocol's to refuse: nothing of ours reads it.
    const isText = (field: string) => ['String', 'ID'].includes(getNamedType(type.getFields()[field]?.type)?.name ?? '')
    const every = Object.keys(type.getFields())
    const input = Object.fromEntries(every.map((field) => [field, sampleOf(type, field, valid)]))
    return [{ name, fields: every.filter(isText), input }]
  })
}

function sampleOf(type: GraphQLInputObjectType, field: string, valid: Record<string, unknown>): unknown {
  if (field in valid) return valid[field]
  const wanted = type.getFields()[field]?.type
  if (!isNonNullType(wanted)) return null
  return getNamedType(wanted).name === 'Int' ? 1 : 'x'
}

function poison(call: Call, field: string, value: string): object {
  const { name, input } = call
  const type = schema.getType(`${name[0]?.toUpperCase()}${name.slice(1)}Input`)
  const list = isInputObjectType(type) && isListType(type.getFields()[field]?.type)
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { message } } }`
  return { query, variables: { input: { ...input, [field]: list ? [value] : value } } }
}

function expectTyped(answer: Answer, name: string, why: string) {
  expect(answer.status, `${why}: ${answer.text.slice(0, 300)}`).toBe(200)
  expect(answer.json.errors, why).toBeUndefined()
  expect(answer.json.data[name].__typename, why).toEqual(expect.any(String))
  expectNoEcho(answer)
}

test('every field of every mutation takes everything: a typed refusal, never a 500, nothing repeated', async () => {
  const api = wire(await world())
  expect(calls().length).toBeGreaterThanOrEqual(13)
  for (const call of calls()) {
    for (const field of call.fields) {
      for (const [what, value] of hostile) {
        expectTyped(await api.post(poison(call, field, value)), call.name, `${call.name}.${field}: ${what}`)
      }
    }
  }
}, 90_000)

test('the same with a live session, a live flow at each step and a known identifier', async () => {
  const w = await world()
  const { token, handles, accountId, identifier } = await somebodyEverywhere(w)
  const api = wire(w)
  const known = { identifier, account: accountId, password, currentPassword: password }
  const isStep = ({ name }: Call) => ['chooseEmail', 'verifyEmailCode', 'setPassword'].includes(name)
  const steady = calls(known).filter((call) => !isStep(call))
  const stepping = handles.flatMap((flow) => calls({ ...known, flow }).filter(isStep))
  expect(stepping).toHaveLength(15)
  for (const call of [...steady, ...stepping]) {
    for (const field of call.fields.filter((each) => each !== 'flow')) {
      for (const [what, value] of hostile.filter(([, text]) => text.length < 100_000)) {
        // A poisoned password that meets the rules would end the session: its confirmation is another one.
        const answer = await api.post(poison(call, field, value), { authorization: `Bearer ${token}` })
        expectTyped(answer, call.name, `${call.name}.${field}: ${what}`)
      }
    }
  }
  expect(await steps(w).me(token)).toMatchObject({ email: 'marie@orange.example' })
}, 90_000)

test('arrays, objects, numbers, booleans and null where a string is expected are refused by the protocol', async () => {
  const api = wire(await world())
  for (const call of calls()) {
    for (const field of call.fields) {
      for (const value of [[[canary]], { [canary]: canary }, 12.5, true]) {
        const body = poison(call, field, value as unknown as string)
        const answer = await api.post(body, { accept: 'application/graphql-response+json' })
        expect(answer.status, `${call.name}.${field}: ${JSON.stringify(value)} ${answer.text}`).toBe(400)
        expectNoEcho(answer)
      }
    }
  }
})

test('queries take everything too: no argument reaches the database with a NUL', async () => {
  const w = await world()
  await w.people.owner()
  const api = wire(w)
  for (const [what, value] of hostile) {
    const agency = await api.post({
      query: 'query ($host: String) { agency(host: $host) { key } }',
      variables: { host: value },
    })
    expect([agency.status, agency.json.data], `host: ${what}`).toEqual([200, { agency: { key: 'tilleuls' } }])
    const flow = await api.post({
      query: 'query ($flow: String!) { flow(flow: $flow) { ... on FlowClosed { reason } } }',
      variables: { flow: value },
    })
    expect([flow.status, flow.json.data], `flow: ${what}`).toEqual([200, { flow: { reason: 'UNKNOWN' } }])
    if (/^[\x20-\x7e]*$/.test(value)) {
      const me = await api.post({ query: '{ me { email } }' }, { authorization: `Bearer ${value.slice(0, 5000)}` })
      expect([me.status, me.json.data], `token: ${what}`).toEqual([200, { me: null }])
    }
  }
})

test('hostile headers choose a language or none', async () => {
  const api = wire(await world())
  const query = 'mutation { cancelFlow(input: { flow: "x" }) { ... on Refusal { message } } }'
  for (const language of [
    '',
    ';;;',
    'en;q=',
    'fr;q=NaN,en;q=Infinity',
    '*',
    `${'en,'.repeat(5000)}`,
    'constructor',
    'q=1;en',
  ]) {
    const answer = await api.post({ query }, { 'accept-language': language, 'user-agent': '\u007f'.repeat(100) })
    expect([answer.status, answer.json.errors], language.slice(0, 40)).toEqual([200, undefined])
  }
})

/** An owner with a session, and a second account with a handle at each step of a migration, a reset and a change. */
async function somebodyEverywhere(w: World) {
  const step = steps(w)
  const [first] = await w.people.owner()
  const token = await migrate(w, first, 'marie@orange.example', password)
  const handles: string[] = []
  for (const stand of ['CHOOSE_EMAIL', 'ENTER_CODE', 'SET_PASSWORD']) {
    const [letter] = await w.people.owner()
    const { handle } = await step.start(letter)
    const email = `m${handles.length}@orange.example`
    if (stand !== 'CHOOSE_EMAIL') await step.chooseEmail(handle, email)
    if (stand === 'SET_PASSWORD') await step.verify(handle, await w.codeSentTo(email))
    handles.push(handle)
  }
  const { handle: reset } = await step.requestReset(first.identifier, 'marie@orange.example')
  const { handle: change } = await step.changeEmail(token, 'marie@free.example', password)
  return { token, handles: [...handles, reset, change], accountId: first.accountId, identifier: first.identifier }
}
