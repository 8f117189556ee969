import { expect, test } from 'vitest'
import { contract } from '../../mocks/generated/contract.ts'
import { scenarioNames, scenarios } from '../../mocks/scenarios.ts'
import { textOf } from '../house/source.ts'

test('the mocks hold the contract as it is printed: run npm run generate', () => {
  expect(contract).toBe(textOf('schema.graphql'))
})

test('the README lists every scenario', () => {
  const rows = scenarioNames.map((name) => `| \`${name}\` | ${scenarios[name].title} |`)
  expect(textOf('mocks/README.md')).toContain(`| scenario | what it shows |\n|---|---|\n${rows.join('\n')}\n`)
  expect(scenarioNames.length).toBeGreaterThanOrEqual(20)
})
