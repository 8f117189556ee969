import { describe, expect, test } from 'vitest'
import { columns, readHeader, requiredColumns } from '../../server/staff/import/columns.ts'
import { decodeLine, judgeEncoding } from '../../server/staff/import/encoding.ts'
import { sniffFile } from '../../server/staff/import/read-file.ts'
import { fileOf, header, rowOf } from './support.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const shapeOf = (content: string | Uint8Array) => sniffFile(fileOf(content))

describe('the header', () => {
  test('columns are known by their names, whatever the case, the accents, the spaces and the order', () => {
    const names = [
      'MOT DE PASSE',
      'Propriétaire',
      'Civilité',
      'Prénom',
      'NOM',
      'Date de naissance',
      'Cabinet',
      'Identifiant',
      'Résidence',
    ]
    expect(readHeader(names)).toMatchObject({
      at: { mot_de_passe: 0, proprietaire: 1, residence: 8 },
      width: 9,
      unknown: [],
    })
  })

  test('English names and common French ones are understood', () => {
    const english = [
      'owner',
      'title',
      'firstname',
      'last_name',
      'birth date',
      'agency',
      'identifier',
      'building',
      'password',
    ]
    const french = [
      'Code copropriétaire',
      'Civ.',
      'Prénoms',
      'Nom de famille',
      'Né(e) le',
      'Agence',
      'N° compte',
      'Immeuble',
      'MDP',
    ]
    for (const names of [english, french]) {
      const read = readHeader(names)
      expect('at' in read && Object.keys(read.at).sort()).toEqual([...columns].sort())
    }
  })

  test('missing columns are named all at once; birth date, title and first name may be absent', () => {
    expect(readHeader(['proprietaire', 'nom'])).toEqual({
      missing: ['cabinet', 'identifiant', 'residence', 'mot_de_passe'],
    })
    expect(readHeader(requiredColumns)).toMatchObject({ width: 6 })
  })

  test('one column under two names is refused, an unknown one is reported, our own of a refused-rows file are passed over', () => {
    expect(readHeader([...requiredColumns, 'Owner'])).toEqual({ twice: 'proprietaire' })
    expect(readHeader(['ligne', 'colonne', 'probleme', 'remede', ...requiredColumns, 'Téléphone'])).toMatchObject({
      unknown: ['Téléphone'],
    })
  })
})

describe('the shape of a file', () => {
  test.each([';', ',', '\t'])('separator %j is found', async (separator) => {
    const text = [header, rowOf()].join('\n').replaceAll(';', separator)
    expect(await shapeOf(text)).toMatchObject({ separator, encoding: 'UTF-8', headerLine: 1 })
  })

  test.each([
    ['UTF-8 without a mark', Buffer.from(`${header}\n${rowOf({ last: 'Lefèvre' })}`), 'UTF-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${header}\n${rowOf({ last: 'Lefèvre' })}`), 'UTF-8'],
    ['Windows-1252', latin1(`${header}\n${rowOf({ last: 'Lefèvre' })}`), 'Windows-1252'],
    ['plain ASCII', Buffer.from(`${header}\n${rowOf()}`), 'UTF-8'],
    ['old Macintosh line ends', Buffer.from(`${header}\r${rowOf()}`), 'UTF-8'],
    ['a line « sep=; » first', Buffer.from(`sep=;\n${header}\n${rowOf()}`), 'UTF-8'],
  ])('%s is read', async (_name, bytes, encoding) => {
    const shape = await shapeOf(bytes)
    expect(shape).toMatchObject({
      encoding,
      separator: ';',
      header: { at: { proprietaire: 0, mot_de_passe: 8 }, width: 9 },
    })
  })

  test('the majority of lines names the encoding, wherever in the file the first accent comes', async () => {
    const plain = Array.from({ length: 20_000 }, () => rowOf())
    const text = [header, ...plain, rowOf({ last: 'Lefèvre' })].join('\n')
    expect(await shapeOf(latin1(text))).toMatchObject({ encoding: 'Windows-1252' })
    expect(judgeEncoding({ utf8: 2, other: 2 }, false)).toBe('UTF-8')
    expect(judgeEncoding({ utf8: 2, other: 3 }, false)).toBe('Windows-1252')
    expect(judgeEncoding({ utf8: 0, other: 9 }, true)).toBe('UTF-8')
  })

  test.each([
    ['', 'EMPTY'],
    ['\n\n', 'EMPTY'],
    ['PK\u0003\u0004 a workbook', 'SPREADSHEET'],
    [Buffer.from(`\ufeff${header}`, 'utf16le'), 'UTF16'],
    [Buffer.from(header, 'utf16le'), 'UTF16'],
    ['%PDF-1.7', 'BINARY'],
    [`"${header}\n${rowOf()}`, 'HEADER_UNREADABLE'],
    ['nom;prenom\nDurand;Marie', 'COLUMNS_MISSING'],
    [`${header};Owner\n${rowOf()};1`, 'COLUMN_TWICE'],
    ['x'.repeat(20_000), 'HEADER_UNREADABLE'],
  ])('what is no such table is refused as a whole: %#', async (content, code) => {
    expect(await shapeOf(content)).toMatchObject({ fault: { code } })
  })
})

describe('decoding', () => {
  test('Windows-1252 is decoded sign by sign, its five holes refused', () => {
    const bytes = Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i)
    const holes = [0x81, 0x8d, 0x8f, 0x90, 0x9d]
    const whole = bytes.filter((byte) => !holes.includes(byte))
    const oracle = new TextDecoder('windows-1252')
    expect(decodeLine(whole, 'Windows-1252')).toEqual({ text: oracle.decode(whole) })
    for (const hole of holes)
      expect(decodeLine(Uint8Array.of(0x61, hole), 'Windows-1252')).toEqual({ fault: 'UNDECODABLE' })
  })

  test('nothing is ever replaced: a line in another encoding than its file is refused', () => {
    expect(decodeLine(latin1('Lefèvre'), 'UTF-8')).toEqual({ fault: 'UNDECODABLE' })
    expect(decodeLine(Buffer.from('Lefèvre'), 'Windows-1252')).toEqual({ fault: 'MIXED_ENCODING' })
    expect(decodeLine(Buffer.from('a\0b'), 'UTF-8')).toEqual({ fault: 'NUL' })
    expect(decodeLine(Uint8Array.of(0xed, 0xa0, 0x80), 'UTF-8')).toEqual({ fault: 'UNDECODABLE' })
  })
})
