import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../server/database/places.ts'
import { contrast, grounds, readableAccent, textRatio } from '../../web/contrast.ts'

const css = readFileSync(join(projectRoot, 'web/styles/tokens.css'), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name = '', value = '']) => [name, value]),
)
function colour(name: string): string {
  const value = tokens.get(name)
  if (!value) throw new Error(`--${name} is no colour of tokens.css`)
  return value
}

describe('the colours of the look', () => {
  test.each([
    ['ink', ['paper', 'white', 'tint', 'error-tint', 'success-tint', 'warning-tint']],
    ['quiet', ['paper', 'white', 'tint']],
    ['accent', ['paper', 'white', 'tint', 'success-tint', 'warning-tint']],
    ['white', ['accent']],
    ['error', ['paper', 'error-tint']],
    ['success', ['paper', 'white']],
  ])('%s is read at 7:1 or better on each of its grounds', (text, grounds) => {
    for (const ground of grounds) {
      expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(textRatio)
    }
  })

  test.each([
    ['edge', ['paper', 'white']],
    ['accent', ['paper', 'white', 'wash']],
    ['error', ['paper', 'white']],
    ['warning', ['paper', 'warning-tint']],
    // The ring of what has the focus: ink beside its halo, on every ground it falls on.
    ['ink', ['halo', 'paper', 'white', 'tint', 'error-tint', 'warning-tint']],
  ])('%s draws its shapes at 3:1 or better', (shape, grounds) => {
    for (const ground of grounds) {
      expect(contrast(colour(shape), colour(ground)), `${shape} on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  })

  test('contrast is WCAG’s: 21 for black on white, 4.5 for its own example', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  })

  test('an agency’s colour is judged on the grounds that the pages have', () => {
    expect(grounds).toEqual([colour('paper'), colour('tint')])
  })

  test('an agency’s colour that fails 7:1, or is none, is not used', () => {
    expect(readableAccent('#5A1846')).toBe('#5A1846')
    expect(readableAccent('#0066cc')).toBe(null)
    expect(readableAccent(null)).toBe(null)
    expect(readableAccent('#fff')).toBe(null)
    expect(readableAccent('#000000}body{display:none')).toBe(null)
  })
})
