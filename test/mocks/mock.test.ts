import { expect, test } from 'vitest'
import { createMock, type Mock } from '../../mocks/mock.ts'
import { scenarioIn, scenarioNames } from '../../mocks/scenarios.ts'
import { everyAnswer, fullDocument } from './conformance/full-documents.ts'

const at = new Date('2026-11-22T13:05:00Z')

async function ask(mock: Mock, body: object, init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...init.headers }
  return mock.fetch(
    new Request('https://x.example/graphql', { method: 'POST', ...init, headers, body: JSON.stringify(body) }),
  )
}

const signIn = fullDocument('mutation', 'signIn')
const credentials = ({ start: { identifier, password } }: Mock) => ({ input: { identifier, password } })

test('what is too much asked is Busy in every mutation, and a 503 that says when for a query', async () => {
  const mock = createMock({ scenario: 'busy' })
  const busy = everyAnswer().filter((answer) => answer.endsWith('→ Busy'))
  expect(busy.length).toBeGreaterThan(10)
  const { data } = await (await ask(mock, { query: signIn, variables: credentials(mock) })).json()
  expect(data.signIn).toMatchObject({ __typename: 'Busy', retryAfterSeconds: 5 })
  const query = await ask(mock, { query: '{ me { email } }' })
  expect([query.status, query.headers.get('retry-after')]).toEqual([503, '5'])
})

test('an outage fails the request itself, as a broken network does', async () => {
  await expect(ask(createMock({ scenario: 'outage' }), { query: signIn })).rejects.toThrow(TypeError)
})

test('the same seed gives the same tokens and codes, another seed others', () => {
  const code = (seed: string) => createMock({ scenario: 'code-sent', seed }).inbox.code()
  expect(code('one')).toBe(code('one'))
  expect(code('one')).not.toBe(code('two'))
  expect(code('one')).toMatch(/^\d{8}$/)
})

test('a saved mock goes on where it stood: codes, clock and sessions, and draws no token twice', async () => {
  const mock = createMock({ scenario: 'code-sent', at })
  mock.clock.forward({ minutes: 2 })
  const again = createMock({ at, saved: mock.save() })
  expect(again.state).toEqual(mock.state)
  expect([again.clock.now(), again.playing, again.start]).toEqual([mock.clock.now(), mock.playing, mock.start])
  const { data } = await (await ask(again, { query: signIn, variables: credentials(again) })).json()
  expect(mock.state.flows.map(({ handle }) => handle)).not.toContain(data.signIn.handle)
})

test('what was saved by nobody of ours is not taken', () => {
  expect(createMock({ saved: '{' }).playing).toBe('fresh-owner')
})

test('a scenario is chosen by the address, and nothing else by it', () => {
  expect(scenarioIn('?scenario=code-expired')).toBe('code-expired')
  expect(scenarioIn('?scenario=__proto__')).toBeNull()
  expect(scenarioIn('?code-expired')).toBeNull()
})

test('playing a scenario forgets the one before', () => {
  const mock = createMock({ scenario: 'sends-spent' })
  mock.play('fresh-owner')
  expect([mock.playing, mock.inbox.mails()]).toEqual(['fresh-owner', []])
})

test.each(scenarioNames)('the scenario %s plays without a fault, and hands over whom to sign in as', (scenario) => {
  const { start, state } = createMock({ scenario, at })
  expect(start.identifier).not.toBe('')
  expect(state.accounts.map(({ identifier }) => identifier)).toContain(start.identifier)
})

test('a document that the contract does not know is refused, and two mutations at once', async () => {
  const mock = createMock()
  const refused = async (query: string, headers = {}) => {
    const response = await ask(mock, { query }, { headers })
    return [response.status, (await response.json()).errors?.length > 0]
  }
  expect(await refused('{ me { shoeSize } }')).toEqual([200, true])
  expect(await refused('{ me { shoeSize } }', { accept: 'application/graphql-response+json' })).toEqual([400, true])
  expect(await refused('{')).toEqual([200, true])
  expect(await refused('mutation { a: signOut { __typename } b: signOut { __typename } }')).toEqual([200, true])
  expect(await refused('{ me { email } }', { 'content-type': 'text/plain' })).toEqual([415, true])
})

test('refusals speak the language of their reader', async () => {
  const mock = createMock({ scenario: 'frozen' })
  const said = async (language: string) => {
    const answer = await ask(
      mock,
      { query: signIn, variables: credentials(mock) },
      { headers: { 'accept-language': language } },
    )
    return (await answer.json()).data.signIn.message
  }
  expect([await said('en'), await said('fr')]).toEqual([
    'This account is frozen. Call the managing agent.',
    'Ce compte est bloqué. Appelez votre syndic.',
  ])
})

test('flowUpdated tells a change as it happens, and ends with the flow', async () => {
  const mock = createMock({ scenario: 'code-sent', at })
  const flow = mock.start.flow?.handle
  const query = `subscription ($flow: String!) { flowUpdated(flow: $flow) {
    __typename ... on FlowUpdate { step delivery { status } } ... on FlowClosed { reason } } }`
  const stream = await ask(mock, { query, variables: { flow } }, { headers: { accept: 'text/event-stream' } })
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  const told = readEvents(stream)
  expect(await told.next()).toMatchObject({ value: { __typename: 'FlowUpdate', step: 'ENTER_CODE' } })
  await ask(mock, {
    query: fullDocument('mutation', 'verifyEmailCode'),
    variables: { input: { flow, code: mock.inbox.code() } },
  })
  expect(await told.next()).toMatchObject({ value: { step: 'SET_PASSWORD' } })
  await ask(mock, { query: fullDocument('mutation', 'cancelFlow'), variables: { input: { flow } } })
  expect(await told.next()).toMatchObject({ value: { __typename: 'FlowClosed', reason: 'CANCELLED' } })
  expect(await told.next()).toMatchObject({ done: true })
})

async function* readEvents({ body }: Response) {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += read.value
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1]
      text = text.slice(end + 2)
      if (data) yield JSON.parse(data).data.flowUpdated
    }
  }
}
