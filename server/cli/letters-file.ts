import type { LetterSink } from '../staff/parts/letters.ts'
import { lettersTable } from '../staff/parts/letters-table.ts'
import { newFile } from './new-file.ts'

/** A file of new letters. */
export function lettersFile(path: string | undefined): LetterSink {
  const file = newFile(path, 'Dites où écrire le courrier : --out courrier.csv')
  return { write: (letters) => file.write(lettersTable(letters)), discard: () => file.discard() }
}
