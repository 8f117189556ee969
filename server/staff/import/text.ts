import type { Problem } from './problems.ts'

/** How a cell begins that some spreadsheet runs as a formula (OWASP, CSV injection): full-width signs included. */
export const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r]/

export type CellReading = { text: string } | Omit<Problem, 'column'>

const spreadsheetErrors = /^#(REF|N\/?A|VALUE|VALEUR|NAME|NOM|NULL|NUL|NUM|NOMBRE|DIV\/0)[!?]?$|^#{3,}$/i
/** `é` read in the wrong encoding and written again: « Ã© ». French never writes Ã, nor Â before such a sign. */
const mojibake = /[ÃÂ][ \u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿|Ã$/
const lost = '\ufffd'
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u

/**
 * A cell as text: one space between words, composed accents, without what spreadsheets put around (`="00123"`, an
 * apostrophe before a formula sign). Refuses what cannot be seen or was damaged on the way.
 */
export function readCell(cell: string, options: { maxLength: number; lineBreaks?: boolean }): CellReading {
  let bare = cell.trimStart()
  while (bare.startsWith("'") && formulaStart.test(bare.slice(1))) bare = bare.slice(1).trimStart()
  bare = /^="([^"]*)"$/.exec(bare.trimEnd())?.[1] ?? bare
  if (!options.lineBreaks && /[\r\n]/.test(bare.trim())) return { code: 'LINE_BREAK' }
  const text = bare.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if ([...text].length > options.maxLength) return { code: 'CELL_TOO_LONG', values: [options.maxLength] }
  if (text.includes(lost)) return { code: 'LOST_CHARACTER' }
  const hidden = invisible.exec(text)
  if (hidden) return { code: 'INVISIBLE', values: [codePoint(hidden[0])] }
  if (mojibake.test(text)) return { code: 'MOJIBAKE' }
  if (spreadsheetErrors.test(text)) return { code: 'SPREADSHEET_ERROR' }
  return { text }
}

/** `1,23E+11`: a spreadsheet took the cell for a number and threw its digits away. */
export function isSpreadsheetNumber(text: string): boolean {
  return /^[+-]?\d+([.,]\d+)?E[+-]?\d+$/i.test(text) && /[.,+]/.test(text)
}

/** What names and places are written with. Signs of other code pages (« ‚ » for é) and of mark-up are not among it. */
const wording = /^[\p{L}\p{M}\p{Nd}\p{No} '’‘`´.,;:!?()/&+°ºª"“”«»*@#%_€·•–—‐‑-]*$/u

/** The first character a name or a place is not written with, or null. */
export function findUnexpected(text: string): string | null {
  if (wording.test(text)) return null
  return [...text].find((character) => !wording.test(character)) ?? null
}

/**
 * The first letter of another alphabet in a text that also has Latin ones (Cyrillic А in « АLBERT »), or any such
 * letter when `latinOnly`. Both would be read as what they are not.
 */
export function findLookalike(text: string, latinOnly: boolean): string | null {
  const foreign = [...text].find((character) => /\p{L}/u.test(character) && !/\p{Script=Latin}/u.test(character))
  if (!foreign) return null
  return latinOnly || /\p{Script=Latin}/u.test(text) ? foreign : null
}

/** « U+0410 », the name by which a character can be looked up. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
