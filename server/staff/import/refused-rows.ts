import { refusalColumns } from './columns.ts'
import { maskedPassword } from './issued-password.ts'
import { describeProblem } from './problem-words.ts'
import type { Problem } from './problems.ts'
import { formulaStart } from './text.ts'

/** A refused row. `cells` is null when the row could not be cut into its columns. */
export interface RefusedRow {
  line: number
  problems: Problem[]
  cells: readonly string[] | null
}

// UTF-8 with BOM and semicolons: what a French spreadsheet opens rightly with a double click.
const byteOrderMark = '\ufeff'

/** The first line of the refused-rows file: our four columns, then the file's own, so that it can be repaired and imported. */
export function refusedHeader(headerCells: readonly string[]): string {
  return byteOrderMark + formatLine([...refusalColumns, ...headerCells])
}

/**
 * One line of the refused-rows file. The password is masked: this file travels by mail. Cells of a row that could not
 * be cut into columns are left out: its password could stand in any of them.
 */
export function refusedLine(row: RefusedRow, width: number, passwordAt: number | undefined): string {
  const words = row.problems.map(describeProblem)
  const cells = row.cells ?? Array.from({ length: width }, () => '')
  const shown = cells.map((cell, at) => (at === passwordAt && cell !== '' ? maskedPassword : cell))
  return formatLine([
    String(row.line),
    [...new Set(row.problems.map((problem) => problem.column ?? ''))].filter(Boolean).join(', '),
    words.map(({ problem }) => problem).join(' '),
    [...new Set(words.map(({ remedy }) => remedy))].join(' '),
    ...shown,
  ])
}

function formatLine(cells: readonly string[]): string {
  return `${cells.map(formatCell).join(';')}\r\n`
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front, which the import takes away again.
 */
function formatCell(cell: string): string {
  const inert = formulaStart.test(cell) ? `'${cell}` : cell
  return /[";\r\n\t,]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert
}
