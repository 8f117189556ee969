export type Separator = ';' | ',' | '\t'
export const separators: readonly Separator[] = [';', ',', '\t']

/** A row whose last cell is quoted and goes on after the line break. */
export interface OpenRow {
  cells: string[]
  current: string
}

export type CellsOfLine = { cells: string[] } | { open: OpenRow } | { fault: 'TEXT_AFTER_QUOTE' }

/**
 * Reads one line into cells (RFC 4180), or goes on with (and consumes) the row that the lines before left open. A quote
 * opens a cell only at its beginning: `Résidence "Les Pins"` is text. What follows a closing quote other than a
 * separator is refused rather than guessed: it is how a stray quote shows.
 */
export function readCells(line: string, separator: Separator, before: OpenRow | null): CellsOfLine {
  if (!before && !line.includes('"')) return { cells: line.split(separator) }
  const cells = before?.cells ?? []
  let current = before ? `${before.current}\n` : ''
  let quoted = before !== null || line.startsWith('"')
  let at = before === null && quoted ? 1 : 0

  for (;;) {
    if (quoted) {
      const quote = line.indexOf('"', at)
      if (quote < 0) return { open: { cells, current: current + line.slice(at) } }
      current += line.slice(at, quote)
      at = quote + 1
      if (line[at] === '"') {
        current += '"'
        at++
        continue
      }
      if (at < line.length && line[at] !== separator) return { fault: 'TEXT_AFTER_QUOTE' }
    } else {
      const end = line.indexOf(separator, at)
      current = line.slice(at, end < 0 ? line.length : end)
      at = end < 0 ? line.length : end
    }
    cells.push(current)
    if (at >= line.length) return { cells }
    current = ''
    quoted = line[++at] === '"'
    if (quoted) at++
  }
}
