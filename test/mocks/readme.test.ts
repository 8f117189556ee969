import { expect, test } from 'vitest'
import { contract as text } from '../../mocks/generated/contract.ts'
import { createMock } from '../../mocks/mock.ts'
import { scenarioNames, scenarios } from '../../mocks/scenarios.ts'
import { textOf } from '../house/source.ts'
import { contract, fullDocument } from './conformance/full-documents.ts'

test('the mocks hold the contract as it is printed: run npm run generate', () => {
  expect(text).toBe(textOf('schema.graphql'))
})

test('what the mock does not follow is named in the README, and nothing else is left unanswered', async () => {
  const mock = createMock({ scenario: 'signed-in' })
  const signIn = { identifier: mock.start.identifier, password: mock.start.password }
  const send = async (query: string, variables: object, more: object = {}) => {
    const headers = { 'content-type': 'application/json', 'connexion-key': 'ck_live_mock', ...more }
    const init = { method: 'POST', headers, body: JSON.stringify({ query, variables }) }
    return (await (await mock.fetch(new Request('https://x.example/graphql', init))).json()).data
  }
  const { token } = (await send(fullDocument('mutation', 'signIn'), { input: signIn })).signIn
  const empty: string[] = []
  for (const name of Object.keys(contract.getQueryType()?.getFields() ?? {})) {
    const data = await send(fullDocument('query', name), { flow: 'x' }, { authorization: `Bearer ${token}` })
    if (data[name] === null || data[name].length === 0) empty.push(name)
  }
  const [, differs = ''] = textOf('mocks/README.md').split('## What differs')
  expect(empty).toEqual(['sandbox', 'webhooks'])
  for (const name of [...empty, 'moveClock', 'resetSandbox']) expect(differs).toContain(`\`${name}\``)
})

test('the README lists every key of the mock', () => {
  const page = textOf('mocks/README.md')
  const keys = createMock().state.keys.map(({ secret }) => secret)
  expect(keys.length).toBeGreaterThan(5)
  expect(keys.filter((secret) => !page.includes(`\`${secret}\``))).toEqual([])
})

test('the README lists every scenario', () => {
  const rows = scenarioNames.map((name) => `| \`${name}\` | ${scenarios[name].title} |`)
  expect(textOf('mocks/README.md')).toContain(`| scenario | what it shows |\n|---|---|\n${rows.join('\n')}\n`)
  expect(scenarioNames.length).toBeGreaterThanOrEqual(20)
})
