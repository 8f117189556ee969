import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { issuedAlphabet, newIssuedPassword, normalIssuedPassword } from '../../server/domain/issued-password.ts'

test.each([
  ['KXQ7-1001', 'KXQ71001'],
  ['KXQ7 1001', 'KXQ71001'],
  [' kxq7–1001 ', 'KXQ71001'],
  ['KXQ7\u00a01001\u200b', 'KXQ71001'],
  ['ＫＸＱ７１００１', 'KXQ71001'],
  ['Abcd-2345', 'Abcd2345'],
  ['ÉTÉ-2024', 'ÉTÉ2024'],
  ['E\u0301TE\u0301', 'ÉTÉ'],
  ['12 34', '1234'],
  ['a_b.c', 'A_B.C'],
  ['', ''],
])('%j is compared as %j', (typed, normal) => {
  expect(normalIssuedPassword(typed)).toBe(normal)
})

test('the normal form of a normal form is itself, or an issued password could not be typed as it is stored', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const normal = normalIssuedPassword(typed)
      expect(normalIssuedPassword(normal)).toBe(normal)
    }),
    { numRuns: 2000 },
  )
})

test('a new issued password is three groups of signs that nobody misreads, and is its own normal form but the hyphens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (bytes, step) => {
      let drawn = 0
      // Bytes past the last whole multiple are thrown away: the next draw brings others.
      const made = newIssuedPassword(() => bytes.map((byte) => (byte + step * drawn++) & 255))
      expect(made).toMatch(new RegExp(`^([${issuedAlphabet}]{4})-([${issuedAlphabet}]{4})-([${issuedAlphabet}]{4})$`))
      expect(normalIssuedPassword(made)).toBe(made.replaceAll('-', ''))
      expect(normalIssuedPassword(made.toLowerCase())).toBe(normalIssuedPassword(made))
    }),
  )
})

test('no sign of a new issued password is likelier than another', () => {
  const counts = new Map<string, number>()
  for (let i = 0; i < 3000; i++) {
    let drawn = 0
    const made = newIssuedPassword((size) => createHash('sha256').update(`${i} ${drawn++}`).digest().subarray(0, size))
    for (const sign of made.replaceAll('-', '')) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  const expected = 36_000 / issuedAlphabet.length
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(counts.size).toBe(issuedAlphabet.length)
  // 27 degrees of freedom: 55.48 is exceeded once in a thousand by fair signs; the seed is fixed.
  expect(chiSquare).toBeLessThan(55.48)
})
