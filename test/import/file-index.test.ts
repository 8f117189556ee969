import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFileIndex } from '../../server/staff/import/file-index.ts'
import type { OwnerRow } from '../../server/staff/import/judge-row.ts'
import { createKeyTable } from '../../server/staff/import/key-table.ts'

let line = 1
const rowWith = (changes: Partial<OwnerRow>): OwnerRow => ({
  line: ++line,
  agencyId: 'a',
  ownerKey: '001',
  title: 'Mme',
  firstName: 'Marie',
  lastName: 'Durand',
  birthDate: '1948-03-12',
  identifier: '012345',
  identifierKey: `key${line}`,
  residence: 'Les Tilleuls',
  password: null,
  ...changes,
})

function indexOf(...rows: OwnerRow[]) {
  const index = createFileIndex()
  for (const row of rows) index.add({ row, problems: [] })
  return { index, codes: rows.map((row) => index.conflicts(row).map(({ code, values }) => [code, ...(values ?? [])])) }
}

test('identifiers that meet are refused on every row that has them, each naming another', () => {
  const [one, two, three] = [
    rowWith({ identifierKey: 'K' }),
    rowWith({ identifierKey: 'K' }),
    rowWith({ identifierKey: 'K' }),
  ]
  expect(indexOf(one, two, three).codes).toEqual([
    [['IDENTIFIER_TWICE', two.line]],
    [['IDENTIFIER_TWICE', one.line]],
    [['IDENTIFIER_TWICE', two.line]],
  ])
})

test('a row refused for another cell still holds its identifier', () => {
  const [sound, faulty] = [rowWith({ identifierKey: 'K' }), rowWith({ identifierKey: 'K' })]
  const index = createFileIndex()
  index.add({ row: sound, problems: [] })
  index.add({ row: faulty, problems: [{ column: 'nom', code: 'MISSING' }] })
  expect(index.conflicts(sound)).toMatchObject([{ code: 'IDENTIFIER_TWICE', values: [faulty.line] }])
})

test('one owner key with two names, titles or birth dates is refused on all its rows, whatever their order', () => {
  const rows = [rowWith({}), rowWith({ lastName: 'Martin' }), rowWith({ birthDate: null })]
  const [first, second, third] = rows
  if (!first || !second || !third) throw new Error('three rows')
  expect(indexOf(first, second, third).codes).toEqual([
    [['OWNER_TWO_NAMES', second.line]],
    [['OWNER_TWO_NAMES', first.line]],
    [['OWNER_TWO_NAMES', second.line]],
  ])
  expect(indexOf(rowWith({}), rowWith({ title: 'M.' })).codes.flat()).toHaveLength(2)
  expect(indexOf(rowWith({}), rowWith({ birthDate: '1950-01-01' })).codes.flat()).toHaveLength(2)
})

test('the same key at two agencies is two people', () => {
  expect(indexOf(rowWith({}), rowWith({ agencyId: 'b', lastName: 'Martin' })).codes).toEqual([[], []])
})

test('a birth date given on one row holds for all rows of its owner', () => {
  const [without, withDate] = [rowWith({ birthDate: null }), rowWith({ birthDate: '1900-01-01' })]
  const { index, codes } = indexOf(without, withDate)
  expect(codes).toEqual([[], []])
  expect(index.birthDateOf(without)).toBe('1900-01-01')
  expect(indexOf(without).index.birthDateOf(without)).toBeNull()
})

test('a key table numbers strings as a Map would, growing as it goes', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 3000 }), (keys) => {
      const table = createKeyTable(1)
      const oracle = new Map<string, number>()
      for (const key of keys) {
        if (!oracle.has(key)) oracle.set(key, oracle.size)
        const slot = table.slot(key)
        expect(slot).toBe(oracle.get(key))
        table.set(slot, 0, table.get(slot, 0) + 1)
      }
      for (const key of oracle.keys())
        expect(table.get(table.slot(key), 0)).toBe(keys.filter((one) => one === key).length)
    }),
    { numRuns: 20 },
  )
})
