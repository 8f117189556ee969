import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawFlows, withDrawing } from '../../scripts/draw-flows.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

test('the README draws the journeys from the table that judges them', () => {
  expect(readme).toContain(drawFlows())
  expect(withDrawing(readme)).toBe(readme)
})
