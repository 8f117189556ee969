import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identifierKey } from '../../server/domain/identifier.ts'

test.each([
  ['012345', '012345'],
  [' 01-23 45\t', '012345'],
  ['01\u00a023\u202f45', '012345'],
  ['01.23/45_', '012345'],
  ['01–23—45\u2011', '012345'],
  ['０１２３４５', '012345'],
  ['O12345', '012345'],
  ['o1z345', '01Z345'],
  ['ab-0il2', 'AB0112'],
  ['ABOIL2', 'AB0112'],
  ['ＡＢ０１１２', 'AB0112'],
  ['\u200e012345\u200f', '012345'],
  ['\u202e012345\u202c', '012345'],
  ['01\u00ad2345', '012345'],
  ['01\u200b23\ufeff45', '012345'],
  ['0', '0'],
  ['A'.repeat(64), 'A'.repeat(64)],
  ['- '.repeat(500).concat('7'), '7'],
])('%j is compared as %s', (typed, key) => {
  expect(identifierKey(typed)).toBe(key)
})

describe('what is refused rather than folded', () => {
  test.each([
    ['nothing', ''],
    ['spaces', ' \t\u00a0'],
    ['separators', '-._/·'],
    ['marks alone', '\u200e\u202e\ufeff'],
    ['a dotless i', 'ab\u0131l2'],
    ['a dotted capital I', 'AB\u0130L2'],
    ['a Cyrillic А', '\u041012345'],
    ['a Cyrillic О', '\u041e12345'],
    ['a Greek Ο', '\u039f12345'],
    ['Arabic digits', '\u0661\u0662\u0663'],
    ['an accent', 'É12345'],
    ['a combining accent', 'E\u030112345'],
    ['a NUL', '012345\u0000'],
    ['a control', '0123\u000745'],
    ['a lone surrogate', '012345\ud800'],
    ['an emoji', '012345🦄'],
    ['an apostrophe', "0'12345"],
    ['SQL', "1' OR '1'='1"],
    ['a plus', '1,23E+11'],
    ['a star', '*'],
    ['a percent', '%'],
    ['65 letters', 'A'.repeat(65)],
    ['a megabyte', '1'.repeat(1_000_000)],
    ['an e-mail', 'marie@orange.fr'],
  ])('%s', (_what, typed) => {
    expect(identifierKey(typed)).toBeNull()
  })
})

test('a key is its own key: what is stored is compared as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
      const key = identifierKey(typed)
      if (key === null) return
      expect(identifierKey(key)).toBe(key)
      expect(key).toMatch(/^[0-9A-HJ-KM-NP-Z]{1,64}$/)
    }),
  )
})

test('no spelling of an identifier escapes its counter: case, separators, marks and width change nothing', () => {
  const letter = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  const noise = fc.constantFrom('', ' ', '-', '\u00a0', '\u200e', '.', '–', '_')
  const written = fc.array(fc.tuple(letter, noise, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(written, (pairs) => {
      const plain = pairs.map(([each]) => each).join('')
      const typed = pairs.map(([each, mark, small, wide]) => {
        const cased = small ? each.toLowerCase() : each
        return (wide ? String.fromCodePoint(cased.charCodeAt(0) + 0xfee0) : cased) + mark
      })
      expect(identifierKey(typed.join(''))).toBe(identifierKey(plain))
    }),
  )
})
