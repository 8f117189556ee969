import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalIssuedPassword } from '../../server/domain/issued-password.ts'

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
