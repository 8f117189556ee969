import { expect, test } from 'vitest'
import { createStatementNames } from '../../server/database/statement-names.ts'

test('one statement has one name, another another; one that names no columns has none', () => {
  const nameOf = createStatementNames()
  expect(nameOf('SELECT 1')).toBe(nameOf('SELECT 1'))
  expect(nameOf('SELECT 2')).not.toBe(nameOf('SELECT 1'))
  expect(nameOf('SELECT * FROM "Flow"')).toBeUndefined()
})

test('lists of every length never name more than a few hundred statements', () => {
  const nameOf = createStatementNames()
  const names = Array.from({ length: 1000 }, (_, i) => nameOf(`SELECT ${i}`)).filter(Boolean)
  expect(names).toHaveLength(400)
  expect(nameOf('SELECT 0')).toBe('s0')
})
