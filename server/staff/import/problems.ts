import type { Column } from './columns.ts'
import type { RecordFault } from './records.ts'

export type ProblemCode =
  | RecordFault
  // a cell
  | 'MISSING'
  | 'CELL_TOO_LONG'
  | 'LINE_BREAK'
  | 'INVISIBLE'
  | 'LOST_CHARACTER'
  | 'MOJIBAKE'
  | 'UNEXPECTED_CHARACTER'
  | 'LOOKALIKE'
  | 'SPREADSHEET_ERROR'
  | 'SPREADSHEET_NUMBER'
  | 'DATE_FORMAT'
  | 'DATE_SHORT_YEAR'
  | 'DATE_SERIAL'
  | 'DATE_IMPOSSIBLE'
  | 'IDENTIFIER_FORM'
  | 'AGENCY_UNKNOWN'
  | 'AGENCY_AMBIGUOUS'
  | 'PASSWORD_MASKED'
  | 'PASSWORD_TOO_SHORT'
  | 'PASSWORD_FORM'
  | 'ARGON2_FORM'
  | 'ARGON2_COST'
  | 'BCRYPT_FORM'
  | 'BCRYPT_COST'
  | 'DIGEST_FORM'
  // the file as a whole
  | 'IDENTIFIER_TWICE'
  | 'OWNER_TWO_NAMES'
  | 'OWNER_TWO_BIRTH_DATES'
  // the database
  | 'IDENTIFIER_OF_ANOTHER'
  | 'IDENTIFIER_NEARLY_TAKEN'
  | 'OWNER_KNOWN_OTHERWISE'
  | 'OWNER_ANOTHER_PERSON'

/** Why a row is refused: where, what, and the values its sentence needs (never the content of a password). */
export interface Problem {
  column: Column | null
  code: ProblemCode
  values?: readonly (string | number)[]
}

export interface Words {
  problem: string
  remedy: string
}
