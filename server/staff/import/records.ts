import { type OpenRow, readCells, type Separator } from './cells.ts'
import { type DecodingFault, decodeLine, type Encoding } from './encoding.ts'
import { greatestRowBytes, type Line } from './lines.ts'

export type RecordFault = DecodingFault | 'ROW_TOO_LONG' | 'UNCLOSED_QUOTE' | 'TEXT_AFTER_QUOTE' | 'COLUMN_COUNT'

/** One row of the file, at the line where it begins. */
export type FileRecord = { line: number; cells: string[] } | { line: number; fault: RecordFault; found?: number }

export interface FileFormat {
  encoding: Encoding
  separator: Separator
  /** Cells in a row. */
  width: number
}

/**
 * Turns lines into rows. A quote that is not closed within the size of a row, or that swallows lines into a row of the
 * wrong width, costs the line it stands on and no other: the reader goes back and takes the next lines on their own.
 * Empty lines, and those that hold only separators, are passed over.
 */
export function createRecordReader(format: FileFormat): { push(lines: Line[]): FileRecord[]; end(): FileRecord[] } {
  let held: Line[] = []
  let heldBytes = 0
  let open: OpenRow | null = null

  function read(lines: Line[], records: FileRecord[]): void {
    // Lines given back by a quote that was never closed are read again before what follows them.
    const queue = [lines]
    for (let batch = queue.pop(); batch; batch = queue.pop()) {
      for (let i = 0; i < batch.length; i++) {
        const line = batch[i]
        const again = line ? take(line, records) : null
        if (again) {
          queue.push(batch.slice(i + 1), again)
          break
        }
      }
    }
  }

  /** Reads one line. Returns the lines to be read again after a quote turned out never to be closed. */
  function take(line: Line, records: FileRecord[]): Line[] | null {
    const decoded = line.bytes ? decodeLine(line.bytes, format.encoding) : { fault: 'ROW_TOO_LONG' as const }
    if ('fault' in decoded) {
      if (open) return giveUp(line, records)
      records.push({ line: line.number, fault: decoded.fault })
      return null
    }
    const size = line.bytes?.length ?? 0
    if (open && heldBytes + size > greatestRowBytes) return giveUp(line, records)
    const wasOpen = open !== null
    const result = readCells(decoded.text, format.separator, open)
    if ('open' in result) {
      open = result.open
      held.push(line)
      heldBytes += size + 1
      return null
    }
    if ('fault' in result) {
      if (wasOpen) return giveUp(line, records)
      records.push({ line: line.number, fault: result.fault })
      return null
    }
    const cells = dropPadding(result.cells, format.width)
    if (wasOpen && cells.length !== format.width) return giveUp(line, records)
    const first = held[0]?.number ?? line.number
    forget()
    if (cells.every((cell) => cell.trim() === '')) return null
    if (cells.length === format.width) records.push({ line: first, cells })
    else records.push({ line: first, fault: 'COLUMN_COUNT', found: cells.length })
    return null
  }

  function giveUp(line: Line | null, records: FileRecord[]): Line[] {
    const [first, ...others] = held
    forget()
    if (first) records.push({ line: first.number, fault: 'UNCLOSED_QUOTE' })
    return line ? [...others, line] : others
  }

  function forget(): void {
    held = []
    heldBytes = 0
    open = null
  }

  return {
    push(lines) {
      const records: FileRecord[] = []
      read(lines, records)
      return records
    },
    end() {
      const records: FileRecord[] = []
      while (open) read(giveUp(null, records), records)
      return records
    },
  }
}

/** Spreadsheets pad rows with empty cells: those beyond the header's width mean nothing. */
function dropPadding(cells: string[], width: number): string[] {
  let end = cells.length
  while (end > width && cells[end - 1]?.trim() === '') end--
  return end < cells.length ? cells.slice(0, end) : cells
}
