import { describe, expect, test } from 'vitest'
import { readBirthDate } from '../../server/staff/import/birth-date.ts'
import { readHeader } from '../../server/staff/import/columns.ts'
import { judgeRow, type RowRules } from '../../server/staff/import/judge-row.ts'
import { describeProblem } from '../../server/staff/import/problem-words.ts'
import { readTitle } from '../../server/staff/import/title.ts'
import { header, rowOf } from './support.ts'

const shape = readHeader(header.split(';'))
if (!('at' in shape)) throw new Error('the header is sound')
const rules: RowRules = {
  header: shape,
  hashing: { memoryKiB: 19_456, passes: 2, lanes: 1 },
  today: '2026-11-22',
  agencyOf: (name) => (name === 'tilleuls' ? 'agency-1' : name === 'deux' ? 'AMBIGUOUS' : 'UNKNOWN'),
}
const judge = (changes: Parameters<typeof rowOf>[0]) => judgeRow(2, rowOf(changes).split(';'), rules)
const problemsOf = (changes: Parameters<typeof rowOf>[0]) =>
  judge(changes).problems.map(({ column, code }) => `${column} ${code}`)

describe('a row', () => {
  test('that is sound becomes an owner and an account, leading zeros kept', () => {
    expect(judge({ owner: '00042', id: '000 123', title: 'MADAME', birth: '' })).toEqual({
      row: {
        line: 2,
        agencyId: 'agency-1',
        ownerKey: '00042',
        title: 'Mme',
        firstName: 'Marie',
        lastName: 'Durand',
        birthDate: null,
        identifier: '000 123',
        identifierKey: '000123',
        residence: 'Les Tilleuls',
        password: { kind: 'CLEAR', normal: 'KXTR7M4P' },
      },
      problems: [],
    })
  })

  test('with several faults names them all at once', () => {
    expect(problemsOf({ last: '', birth: '31/02/1948', agency: 'nord', id: '1,23E+11', password: 'abc' })).toEqual([
      'nom MISSING',
      'date_naissance DATE_IMPOSSIBLE',
      'cabinet AGENCY_UNKNOWN',
      'identifiant SPREADSHEET_NUMBER',
      'mot_de_passe PASSWORD_TOO_SHORT',
    ])
  })

  test.each([
    [{ owner: '' }, 'proprietaire MISSING'],
    [{ home: ' ' }, 'residence MISSING'],
    [{ agency: 'deux' }, 'cabinet AGENCY_AMBIGUOUS'],
    [{ id: '1,23E+11' }, 'identifiant SPREADSHEET_NUMBER'],
    [{ id: '1.23e+11' }, 'identifiant SPREADSHEET_NUMBER'],
    [{ owner: '4,5E+07' }, 'proprietaire SPREADSHEET_NUMBER'],
    [{ id: '023\u041002' }, 'identifiant LOOKALIKE'],
    [{ id: 'dur\u0131n' }, 'identifiant IDENTIFIER_FORM'],
    [{ id: '#REF!' }, 'identifiant SPREADSHEET_ERROR'],
    [{ id: '########' }, 'identifiant SPREADSHEET_ERROR'],
    [{ id: '12@34' }, 'identifiant IDENTIFIER_FORM'],
    [{ id: '---' }, 'identifiant IDENTIFIER_FORM'],
    [{ id: '0123\u200b45' }, 'identifiant INVISIBLE'],
    [{ id: '1'.repeat(33) }, 'identifiant CELL_TOO_LONG'],
    [{ last: 'Dur\u202eand' }, 'nom INVISIBLE'],
    [{ last: 'Lef\ufffdvre' }, 'nom LOST_CHARACTER'],
    [{ last: 'LefÃ¨vre' }, 'nom MOJIBAKE'],
    [{ last: 'Ãlise' }, null],
    [{ last: 'Durand\u0410' }, 'nom LOOKALIKE'],
    [{ last: 'Андреев' }, null],
    [{ last: '<script>' }, 'nom UNEXPECTED_CHARACTER'],
    [{ last: 'Andr‚' }, 'nom UNEXPECTED_CHARACTER'],
    [{ first: '{{7*7}}' }, 'prenom UNEXPECTED_CHARACTER'],
    [{ last: 'Durand\r\nBcc: evil@x.example' }, 'nom LINE_BREAK'],
    [{ home: "=cmd|'/C calc'!A0" }, 'residence UNEXPECTED_CHARACTER'],
    [{ home: 'Rés. « Les Pins », 3e ét. n° 12 (bât. B)' }, null],
    [{ last: "D'Ornano-Müller Œuvré" }, null],
    [{ password: '' }, null],
  ] as const)('%j', (changes, expected) => {
    expect(problemsOf(changes)).toEqual(expected === null ? [] : [expected])
  })

  test('a spreadsheet’s ="00123" and its apostrophe before a sign are taken off', () => {
    expect(judge({ id: '="00123"', home: "'-Les Pins-" }).row).toMatchObject({
      identifier: '00123',
      residence: '-Les Pins-',
    })
  })

  test('a residence over two lines becomes one line', () => {
    expect(judge({ home: 'Les Tilleuls\r\nLyon' }).row.residence).toBe('Les Tilleuls Lyon')
  })

  test('decomposed accents are composed, so that one name is one name', () => {
    expect(judge({ last: 'Lefe\u0300vre' }).row.lastName).toBe('Lefèvre')
  })

  test('a problem never repeats the password', () => {
    for (const password of [
      '••••••',
      '\u200bSECRET',
      'SECR\u0415T',
      'Ã¨SECRET',
      '$argon2id$SECRET',
      'md5:SECRET',
      'SECRET\nX',
    ]) {
      const { problems } = judge({ password })
      expect(problems.length).toBeGreaterThan(0)
      for (const problem of problems) {
        expect(JSON.stringify([problem, describeProblem(problem)])).not.toMatch(/SECR|200B|0415/)
      }
    }
  })
})

describe('a birth date', () => {
  test.each([
    ['12/03/1948', '1948-03-12'],
    ['1/3/1948', '1948-03-01'],
    ['12-03-1948', '1948-03-12'],
    ['1948-03-12', '1948-03-12'],
    ['1948-03-12 00:00:00', '1948-03-12'],
    ['29/02/2000', '2000-02-29'],
  ])('%s is %s', (text, date) => {
    expect(readBirthDate(text, '2026-11-22')).toEqual({ date })
  })

  test.each([
    ['29/02/1900', 'DATE_IMPOSSIBLE'],
    ['03/25/1948', 'DATE_IMPOSSIBLE'],
    ['23/11/2026', 'DATE_IMPOSSIBLE'],
    ['31/12/1899', 'DATE_IMPOSSIBLE'],
    ['12/03/48', 'DATE_SHORT_YEAR'],
    ['17604', 'DATE_SERIAL'],
    ['mars 1948', 'DATE_FORMAT'],
  ])('%s is refused', (text, code) => {
    expect(readBirthDate(text, '2026-11-22')).toEqual({ code })
  })
})

test.each([
  ['m', 'M.'],
  ['MR.', 'M.'],
  ['Madame', 'Mme'],
  ['Mlle', 'Mme'],
  ['M. et Mme', 'M. et Mme'],
  ['Monsieur ou Madame', 'M. et Mme'],
  ['SCI', 'SCI'],
  ['Maître', 'Maître'],
])('the title %s is %s', (text, title) => {
  expect(readTitle(text)).toBe(title)
})
