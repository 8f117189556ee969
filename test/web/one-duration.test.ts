import { expect, test } from 'vitest'
import { faultsOf } from '../../web/words/refusals.fr.ts'
import { codeUnder, textOf } from '../house/source.ts'

test('no page knows the duration of a code by heart', () => {
  const byHeart = /\b(10|30|dix|trente)[ \u00a0]minutes|\?\? ?(10|30)\b/
  expect([...codeUnder('web'), ...codeUnder('client')].filter((file) => byHeart.test(textOf(file)))).toEqual([])
})

test('a code that came too late is told with the duration it had, and not without', () => {
  const late = { __typename: 'CodeRefused', miss: 'EXPIRED', triesLeft: 5, sentAgainAt: null } as const
  const now = new Date('2026-11-22T13:05:00Z')
  expect(faultsOf(late, { now, codeLifespanMinutes: 34 })[0]?.text).toContain('plus de 34\u00a0minutes')
  expect(() => faultsOf(late, { now })).toThrow('duration')
})
