import { lastWholeDay } from '../words/paris-day.ts'
import { type Column, csvTable } from './csv-table.ts'
import type { NewLetter } from './letters.ts'

const columns: readonly Column<NewLetter>[] = [
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

/** The letters' data as a mail merge takes it: one line a letter. */
export function lettersTable(letters: readonly NewLetter[]): string {
  return csvTable(columns, letters)
}
