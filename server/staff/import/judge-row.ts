import { identifierKey } from '../../domain/identifier.ts'
import type { HashingSettings } from '../../hasher.ts'
import { readBirthDate } from './birth-date.ts'
import type { Column, Header } from './columns.ts'
import { type IssuedPassword, readIssuedPassword } from './issued-password.ts'
import type { Problem } from './problems.ts'
import { codePoint, findLookalike, findUnexpected, isSpreadsheetNumber, readCell } from './text.ts'
import { readTitle } from './title.ts'

/** One account and its owner, as a row of the file states them. */
export interface OwnerRow {
  line: number
  agencyId: string
  ownerKey: string
  title: string
  firstName: string
  lastName: string
  /** YYYY-MM-DD, or null when the file does not say. */
  birthDate: string | null
  identifier: string
  identifierKey: string
  residence: string
  /** Null: the file does not say. */
  password: IssuedPassword | null
}

/** What a row is judged against. */
export interface RowRules {
  header: Header
  hashing: HashingSettings
  /** YYYY-MM-DD. */
  today: string
  agencyOf(name: string): string | 'UNKNOWN' | 'AMBIGUOUS'
}

export interface JudgedRow {
  row: OwnerRow
  /** Empty: the row is sound by itself. */
  problems: Problem[]
}

const maxLength: Record<Column, number> = {
  proprietaire: 64,
  civilite: 20,
  prenom: 100,
  nom: 100,
  date_naissance: 32,
  cabinet: 100,
  identifiant: 32,
  residence: 200,
  mot_de_passe: 512,
}
const mayBeEmpty: readonly Column[] = ['civilite', 'prenom', 'date_naissance', 'mot_de_passe']

/** Judges one row by itself, every cell of it, so that an operator repairs it once. Pure. */
export function judgeRow(line: number, cells: readonly string[], rules: RowRules): JudgedRow {
  const problems: Problem[] = []
  const refuse = (column: Column, problem: Omit<Problem, 'column'>) => {
    problems.push({ column, ...problem })
    return null
  }
  const cell = (column: Column): string => {
    const at = rules.header.at[column]
    const read = readCell((at === undefined ? undefined : cells[at]) ?? '', {
      maxLength: maxLength[column],
      lineBreaks: column === 'residence',
    })
    if ('code' in read) {
      refuse(column, column === 'mot_de_passe' ? { code: read.code } : read)
      return ''
    }
    if (read.text === '' && !mayBeEmpty.includes(column)) refuse(column, { code: 'MISSING' })
    return read.text
  }
  const wording = (column: Column): string => {
    const text = cell(column)
    const foreign = findLookalike(text, false)
    const unexpected = findUnexpected(text)
    if (foreign) refuse(column, { code: 'LOOKALIKE', values: [foreign, codePoint(foreign)] })
    else if (unexpected) refuse(column, { code: 'UNEXPECTED_CHARACTER', values: [unexpected, codePoint(unexpected)] })
    return text
  }
  const printed = (column: 'proprietaire' | 'identifiant'): string => {
    const text = cell(column).normalize('NFKC')
    const foreign = findLookalike(text, true)
    if (isSpreadsheetNumber(text)) refuse(column, { code: 'SPREADSHEET_NUMBER' })
    else if (foreign) refuse(column, { code: 'LOOKALIKE', values: [foreign, codePoint(foreign)] })
    return text
  }

  const ownerKey = printed('proprietaire')
  const title = readTitle(wording('civilite'))
  const firstName = wording('prenom')
  const lastName = wording('nom')
  const birth = cell('date_naissance')
  const date = birth === '' ? null : readBirthDate(birth, rules.today)
  const birthDate = date && ('code' in date ? refuse('date_naissance', date) : date.date)
  const agencyName = cell('cabinet')
  const agencyId = agencyName === '' ? '' : rules.agencyOf(agencyName)
  if (agencyId === 'UNKNOWN') refuse('cabinet', { code: 'AGENCY_UNKNOWN' })
  if (agencyId === 'AMBIGUOUS') refuse('cabinet', { code: 'AGENCY_AMBIGUOUS' })
  const found = problems.length
  const identifier = printed('identifiant')
  const key = identifier === '' || problems.length > found ? null : identifierKey(identifier)
  if (identifier !== '' && problems.length === found && key === null) refuse('identifiant', formProblem(identifier))
  const residence = wording('residence')
  const typed = cell('mot_de_passe')
  const secret = typed === '' ? null : readIssuedPassword(typed, rules.hashing)
  const password = secret && ('code' in secret ? refuse('mot_de_passe', secret) : secret)

  const row = { line, agencyId, ownerKey, title, firstName, lastName, birthDate, identifier, residence, password }
  return { row: { ...row, identifierKey: key ?? '' }, problems }
}

function formProblem(identifier: string): Omit<Problem, 'column'> {
  const odd = [...identifier].find((character) => !/[A-Za-z0-9\s\p{Pd}_.·/]/u.test(character))
  return { code: 'IDENTIFIER_FORM', values: odd ? [odd, codePoint(odd)] : [] }
}
