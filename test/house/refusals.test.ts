import { expect, test } from 'vitest'
import { drawRefusals } from '../../scripts/draw-refusals.ts'
import { textOf } from './source.ts'

test('the catalogue of refusals is the one drawn from the contract', () => {
  expect(textOf('docs/partners/refusals.md')).toBe(drawRefusals(textOf('schema.graphql')))
})
