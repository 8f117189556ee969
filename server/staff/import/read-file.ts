import { type CellsOfLine, readCells, type Separator, separators } from './cells.ts'
import { type Column, countKnown, type Header, readHeader } from './columns.ts'
import { decodeLine, type Encoding, type EncodingTally, judgeEncoding, tallyLine } from './encoding.ts'
import { createLineSplitter, type Line, type LineEnd } from './lines.ts'
import { createRecordReader, type FileRecord } from './records.ts'

/** An owners' file that can be read from its start as often as needed. */
export interface OwnersFile {
  chunks(): AsyncIterable<Uint8Array>
}

/** All that must be known before rows are read. */
export interface FileShape {
  encoding: Encoding
  separator: Separator
  lineEnd: LineEnd
  header: Header
  headerLine: number
  headerCells: string[]
}

export type FileFault =
  | { code: 'EMPTY' }
  | { code: 'SPREADSHEET' | 'UTF16' | 'BINARY' | 'HEADER_UNREADABLE' }
  | { code: 'COLUMNS_MISSING'; columns: Column[]; found: string[] }
  | { code: 'COLUMN_TWICE'; column: Column }
  | { code: 'TOO_MANY_ROWS'; most: number }

const headSize = 4096

/** First reading: encoding (from every line), line ends, separator and header. Refuses what is no CSV text. */
export async function sniffFile(file: OwnersFile): Promise<FileShape | { fault: FileFault }> {
  const head = await readHead(file)
  const binary = judgeSignature(head)
  if (binary) return { fault: { code: binary } }
  const hasBom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const lineEnd: LineEnd = !head.includes(0x0a) && head.includes(0x0d) ? 'CR' : 'LF'
  const tally: EncodingTally = { utf8: 0, other: 0 }
  const firstLines: Line[] = []
  for await (const lines of readLines(file, lineEnd)) {
    for (const line of lines) {
      if (line.bytes) tallyLine(tally, line.bytes)
      // The header is the first line that is not empty; `sep=;` may stand before it.
      if (firstLines.length < 2 && (!line.bytes || line.bytes.length > 0)) firstLines.push(line)
    }
  }
  const encoding = judgeEncoding(tally, hasBom)
  return readShape(firstLines, encoding, lineEnd)
}

/** A further reading: every row after the header, in batches of what one chunk of the file held. */
export async function* readRecords(file: OwnersFile, shape: FileShape): AsyncGenerator<FileRecord[]> {
  const reader = createRecordReader({ ...shape, width: shape.header.width })
  for await (const lines of readLines(file, shape.lineEnd)) {
    yield reader.push(lines.filter((line) => line.number > shape.headerLine))
  }
  yield reader.end()
}

async function* readLines(file: OwnersFile, lineEnd: LineEnd): AsyncGenerator<Line[]> {
  const splitter = createLineSplitter(lineEnd)
  let first = true
  for await (const chunk of file.chunks()) {
    const bom = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
    first = false
    yield splitter.push(bom ? chunk.subarray(3) : chunk)
  }
  yield splitter.end()
}

async function readHead(file: OwnersFile): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0)
  for await (const chunk of file.chunks()) {
    head = Buffer.concat([head, chunk])
    if (head.length >= headSize) break
  }
  return head.subarray(0, headSize)
}

/** Files that people send instead of CSV: a workbook, a PDF, UTF-16 text, anything with NULs from its first bytes on. */
function judgeSignature(head: Uint8Array): 'EMPTY' | 'SPREADSHEET' | 'UTF16' | 'BINARY' | null {
  if (head.length === 0) return 'EMPTY'
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  if (hex.startsWith('504b0304') || hex.startsWith('d0cf11e0a1b11ae1')) return 'SPREADSHEET'
  const nulls = head.filter((byte) => byte === 0).length
  if (hex.startsWith('fffe') || hex.startsWith('feff') || nulls * 3 > head.length) return 'UTF16'
  if (hex.startsWith('25504446') || hex.startsWith('1f8b') || nulls * 20 > head.length) return 'BINARY'
  return null
}

function readShape(lines: Line[], encoding: Encoding, lineEnd: LineEnd): FileShape | { fault: FileFault } {
  const texts = lines.map((line) => (line.bytes ? decodeLine(line.bytes, encoding) : { fault: 'ROW_TOO_LONG' }))
  const [first] = texts
  if (!first) return { fault: { code: 'EMPTY' } }
  const announced = 'text' in first ? /^"?sep=(.)"?$/i.exec(first.text)?.[1] : undefined
  const at = announced ? 1 : 0
  const decoded = texts[at]
  const line = lines[at]
  if (!decoded || !line) return { fault: { code: 'EMPTY' } }
  if (!('text' in decoded)) return { fault: { code: 'HEADER_UNREADABLE' } }
  const candidates = separators.filter((separator) => !announced || separator === announced)
  const read = candidates.map((separator) => ({ separator, row: readCells(decoded.text, separator, null) }))
  const best = read.filter(isWhole).sort((a, b) => countKnown(b.row.cells) - countKnown(a.row.cells))[0]
  if (!best) return { fault: { code: 'HEADER_UNREADABLE' } }
  const header = readHeader(best.row.cells)
  if ('missing' in header) {
    return { fault: { code: 'COLUMNS_MISSING', columns: header.missing, found: best.row.cells.slice(0, 30) } }
  }
  if ('twice' in header) return { fault: { code: 'COLUMN_TWICE', column: header.twice } }
  const { separator, row } = best
  return { encoding, separator, lineEnd, header, headerLine: line.number, headerCells: row.cells }
}

function isWhole(read: { separator: Separator; row: CellsOfLine }): read is {
  separator: Separator
  row: { cells: string[] }
} {
  return 'cells' in read.row
}
