import { formulaStart } from '../import/text.ts'

/** A column: its name, and what a row says in it. */
export type Column<Row> = readonly [name: string, read: (row: Row) => string]

/**
 * A table as a French spreadsheet opens it rightly: UTF-8 with BOM, semicolons, one line a row. A cell that one would
 * run as a formula gets an apostrophe in front (OWASP, CSV injection).
 */
export function csvTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, read]) => read(row)))]
  return `\ufeff${lines.map((cells) => `${cells.map(cell).join(';')}\r\n`).join('')}`
}

function cell(text: string): string {
  const inert = formulaStart.test(text) ? `'${text}` : text
  return /[";\r\n\t,]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert
}
