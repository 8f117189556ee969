import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskedPassword } from '../../server/staff/import/issued-password.ts'
import { type RefusedRow, refusedHeader, refusedLine } from '../../server/staff/import/refused-rows.ts'
import { readCell } from '../../server/staff/import/text.ts'
import { header } from './support.ts'

const names = header.split(';')
const parsed = (text: string): string[][] => parse(text, { delimiter: ';', bom: true })
const lineOf = (row: RefusedRow) => refusedLine(row, names.length, names.length - 1)
const problem = { column: 'identifiant', code: 'SPREADSHEET_NUMBER' } as const

test('a refused row stands with its line, column, problem and remedy before its own cells', () => {
  const cells = ['001', 'Mme', 'Marie', 'Durand', '', 'tilleuls', '1,23E+11', 'Les "Pins"', 'KXTR-7M4P']
  const [first, second] = parsed(refusedHeader(names) + lineOf({ line: 7, problems: [problem], cells }))
  expect(first).toEqual(['ligne', 'colonne', 'probleme', 'remede', ...names])
  expect(second?.slice(0, 2)).toEqual(['7', 'identifiant'])
  expect(second?.[2]).toMatch(/1,23E\+11/)
  expect(second?.[3]).toMatch(/format Texte/)
  expect(second?.slice(4)).toEqual([...cells.slice(0, -1), maskedPassword])
})

test('no cell can run as a formula, and every cell is read back as it was', () => {
  const cell = fc.string({
    unit: fc.constantFrom('=', '＝', ' ', '+', '-', '@', '|', 'a', ';', '"', "'", '\t', '1'),
    maxLength: 10,
  })
  fc.assert(
    fc.property(fc.array(cell, { minLength: 9, maxLength: 9 }), (cells) => {
      const [written] = parsed(lineOf({ line: 2, problems: [problem], cells }))
      for (const one of written ?? []) expect(one).not.toMatch(/^\s*[=+\-@＝]|^[\t\r]/)
      const back = (written ?? []).slice(4, -1).map((one) => readCell(one, { maxLength: 100 }))
      expect(back).toEqual(cells.slice(0, -1).map((one) => readCell(one, { maxLength: 100 })))
    }),
  )
})

test('a row that could not be cut into columns shows none of its cells: its password could be in any', () => {
  const [written] = parsed(
    lineOf({ line: 3, problems: [{ column: null, code: 'COLUMN_COUNT', values: [8, 9] }], cells: null }),
  )
  expect(written?.slice(4)).toEqual(names.map(() => ''))
  expect(written?.[2]).toBe('La ligne a 8 cases au lieu de 9.')
})
