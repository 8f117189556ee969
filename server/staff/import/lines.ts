/** The longest row that is read, in bytes (security.md: import files with 8 kB lines). */
export const greatestRowBytes = 8192

/** One physical line. `bytes` is null when it is longer than a row may be: it was passed over, never kept. */
export interface Line {
  number: number
  bytes: Uint8Array | null
}

/** LF also stands for CR LF. Old spreadsheets write CR alone. */
export type LineEnd = 'LF' | 'CR'

/**
 * Cuts a stream of chunks into lines. Never holds more than a chunk and one row, whatever the file holds: a file of
 * 200 MB without one line break costs no memory.
 */
export function createLineSplitter(lineEnd: LineEnd): { push(chunk: Uint8Array): Line[]; end(): Line[] } {
  const breakByte = lineEnd === 'LF' ? 0x0a : 0x0d
  let rest: Uint8Array = new Uint8Array(0)
  let overflowing = false
  let number = 0

  const finish = (bytes: Uint8Array): Line => {
    number++
    const carriageReturn = lineEnd === 'LF' && bytes.at(-1) === 0x0d
    const content = carriageReturn ? bytes.subarray(0, -1) : bytes
    const tooLong = overflowing || content.length > greatestRowBytes
    overflowing = false
    return { number, bytes: tooLong ? null : content }
  }

  return {
    push(chunk) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const lines: Line[] = []
      let from = 0
      for (let to = bytes.indexOf(breakByte); to >= 0; to = bytes.indexOf(breakByte, from)) {
        lines.push(finish(bytes.subarray(from, to)))
        from = to + 1
      }
      rest = bytes.subarray(from)
      // One byte more than a row, for the CR of a CR LF that may still come.
      if (rest.length > greatestRowBytes + 1) {
        overflowing = true
        rest = new Uint8Array(0)
      }
      return lines
    },
    end() {
      return rest.length > 0 || overflowing ? [finish(rest)] : []
    },
  }
}
