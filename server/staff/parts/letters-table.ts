import { formulaStart } from '../import/text.ts'
import { lastWholeDay } from '../words/paris-day.ts'
import type { NewLetter } from './letters.ts'

const columns: readonly [string, (letter: NewLetter) => string][] = [
  ['cabinet', ({ agency }) => agency.name],
  ['adresse_cabinet', ({ agency }) => agency.postalAddress],
  ['telephone', ({ agency }) => agency.phone],
  ['horaires', ({ agency }) => agency.hours],
  ['civilite', ({ title }) => title],
  ['prenom', ({ firstName }) => firstName],
  ['nom', ({ lastName }) => lastName],
  ['residence', ({ residence }) => residence],
  ['identifiant', ({ identifier }) => identifier],
  ['mot_de_passe', ({ issuedPassword }) => issuedPassword],
  ['valable_jusqu_au', ({ expiresAt }) => lastWholeDay(expiresAt)],
]

/**
 * The letters' data as a mail merge takes it: one line a letter, UTF-8 with BOM and semicolons, which a French
 * spreadsheet opens rightly. A cell that one would run as a formula gets an apostrophe in front (OWASP, CSV injection).
 */
export function lettersTable(letters: readonly NewLetter[]): string {
  const lines = [columns.map(([name]) => name), ...letters.map((letter) => columns.map(([, read]) => read(letter)))]
  return `\ufeff${lines.map((cells) => `${cells.map(cell).join(';')}\r\n`).join('')}`
}

function cell(text: string): string {
  const inert = formulaStart.test(text) ? `'${text}` : text
  return /[";\r\n\t,]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert
}
