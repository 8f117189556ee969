import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCells } from '../../server/staff/import/cells.ts'
import { createLineSplitter, greatestRowBytes, type Line } from '../../server/staff/import/lines.ts'
import { createRecordReader } from '../../server/staff/import/records.ts'

const utf8 = { encoding: 'UTF-8', separator: ';' } as const

function linesOf(bytes: Uint8Array, cuts: number[] = []): Line[] {
  const splitter = createLineSplitter('LF')
  const lines: Line[] = []
  let from = 0
  for (const cut of [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b)) {
    lines.push(...splitter.push(bytes.subarray(from, cut)))
    from = cut
  }
  return [...lines, ...splitter.push(bytes.subarray(from)), ...splitter.end()]
}

function recordsOf(text: string, width: number) {
  const reader = createRecordReader({ ...utf8, width })
  return [...reader.push(linesOf(Buffer.from(text))), ...reader.end()]
}

const asText = (line: Line) => ({ ...line, bytes: line.bytes && Buffer.from(line.bytes).toString('hex') })

describe('lines', () => {
  test('where the chunks of a file are cut changes nothing', () => {
    const bytes = fc
      .uint8Array({ maxLength: 200 })
      .map((array) => array.map((byte) => (byte % 5 === 0 ? 0x0a : byte % 7 === 0 ? 0x0d : byte)))
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(1000)), (content, cuts) => {
        expect(linesOf(content, cuts).map(asText)).toEqual(linesOf(content).map(asText))
      }),
    )
  })

  test('a row of 8,192 bytes is read, one byte more is passed over, and the next line is read', () => {
    for (const lineBreak of ['\n', '\r\n']) {
      const text = `${'a'.repeat(greatestRowBytes)}${lineBreak}${'b'.repeat(greatestRowBytes + 1)}${lineBreak}c`
      for (const cuts of [[], [greatestRowBytes], [greatestRowBytes + 1], [9000, 16_000]]) {
        const lines = linesOf(Buffer.from(text), cuts)
        expect(lines.map(({ number, bytes }) => [number, bytes?.length ?? null])).toEqual([
          [1, greatestRowBytes],
          [2, null],
          [3, 1],
        ])
      }
    }
  })

  test('a file without one line break holds no more than a row', () => {
    const splitter = createLineSplitter('LF')
    const chunk = new Uint8Array(64 * 1024).fill(0x61)
    for (let i = 0; i < 1000; i++) expect(splitter.push(chunk)).toEqual([])
    expect(splitter.end()).toEqual([{ number: 1, bytes: null }])
  })
})

describe('cells', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ';', '"', '\n', ' ', ',', "'"), maxLength: 8 })

  test('whatever a writer quotes is read back, line breaks included, as csv-parse reads it', () => {
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(rows, (written) => {
        const text = written.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(';')).join('\n')
        const read = recordsOf(text, 3).map((record) => ('cells' in record ? record.cells : record.fault))
        const oracle: string[][] = parse(text, { delimiter: ';' })
        expect(oracle).toEqual(written)
        expect(read).toEqual(written.filter((cells) => cells.some((one) => one.trim() !== '')))
      }),
    )
  })

  test('any text is cells or a fault, and unquoted cells put together again are the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        const read = readCells(line, ';', null)
        if (!line.includes('"')) expect(read).toEqual({ cells: line.split(';') })
        else expect(Object.keys(read)).toHaveLength(1)
      }),
    )
  })

  test('a quote inside a cell is text', () => {
    expect(readCells('a;Résidence "Les Pins";b', ';', null)).toEqual({ cells: ['a', 'Résidence "Les Pins"', 'b'] })
  })
})

describe('rows', () => {
  test('an unclosed quote costs its own line and no other', () => {
    expect(recordsOf('a;b\n"c;d\ne;f\ng;h', 2)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, fault: 'UNCLOSED_QUOTE' },
      { line: 3, cells: ['e', 'f'] },
      { line: 4, cells: ['g', 'h'] },
    ])
  })

  test('two stray quotes cost their two lines, and the rows between and after are read', () => {
    expect(recordsOf('a;"b\nc;d\ne;"f\ng;h', 2)).toEqual([
      { line: 1, fault: 'UNCLOSED_QUOTE' },
      { line: 2, cells: ['c', 'd'] },
      { line: 3, fault: 'UNCLOSED_QUOTE' },
      { line: 4, cells: ['g', 'h'] },
    ])
  })

  test('a quote that swallows lines into a row of the wrong width is given up', () => {
    expect(recordsOf('"a;b\nc;d";e;f;g\nh;i', 2)).toEqual([
      { line: 1, fault: 'UNCLOSED_QUOTE' },
      { line: 2, fault: 'COLUMN_COUNT', found: 5 },
      { line: 3, cells: ['h', 'i'] },
    ])
  })

  test('a cell over several lines is one row, told by its first line', () => {
    expect(recordsOf('a;"b\nc"\nd;e', 2)).toEqual([
      { line: 1, cells: ['a', 'b\nc'] },
      { line: 3, cells: ['d', 'e'] },
    ])
  })

  test('an unclosed quote is given up once a row would be longer than 8 kB', () => {
    const filler = Array.from({ length: 200 }, () => `${'x'.repeat(60)};y`)
    const records = recordsOf(['"open;a', ...filler].join('\n'), 2)
    expect(records[0]).toEqual({ line: 1, fault: 'UNCLOSED_QUOTE' })
    expect(records).toHaveLength(201)
    expect(records.slice(1).every((record) => 'cells' in record)).toBe(true)
  })

  test('empty lines and padding are passed over, missing and extra cells are refused', () => {
    expect(recordsOf('\n;;\na;b;;\na\na;b;c', 2)).toEqual([
      { line: 3, cells: ['a', 'b'] },
      { line: 4, fault: 'COLUMN_COUNT', found: 1 },
      { line: 5, fault: 'COLUMN_COUNT', found: 3 },
    ])
  })

  test('no bytes whatever make the reader throw, or name a line twice', () => {
    const noise = fc.array(fc.constantFrom(0x22, 0x3b, 0x0a, 0x0d, 0x00, 0x61, 0xc3, 0xa9, 0xe9, 0xff), {
      maxLength: 300,
    })
    fc.assert(
      fc.property(noise, (bytes) => {
        const lines = linesOf(Uint8Array.from(bytes))
        const reader = createRecordReader({ ...utf8, width: 2 })
        const numbers = [...reader.push(lines), ...reader.end()].map(({ line }) => line)
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
        expect(numbers.every((number) => number >= 1 && number <= lines.length)).toBe(true)
      }),
    )
  })
})
