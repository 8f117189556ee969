import { expect, test } from 'vitest'
import { createBoundedTelling } from '../../server/domain/bounded-telling.ts'

const at = (seconds: number) => new Date(Date.parse('2026-11-22T13:00:00Z') + seconds * 1000)

test('so many of a kind are told in a minute, the others counted and told with the next minute’s first', () => {
  const telling = createBoundedTelling(2)
  expect([0, 1, 2, 3].map((second) => telling.note('403', at(second)).tell)).toEqual([true, true, false, false])
  expect(telling.note('415', at(4))).toEqual({ tell: true, passed: null })
  expect(telling.note('403', at(60))).toEqual({ tell: true, passed: { 403: 2 } })
  expect(telling.note('403', at(61))).toEqual({ tell: true, passed: null })
})
