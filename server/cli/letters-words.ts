import { isAbsolute, join } from 'node:path'
import type { StaffActionRequested } from '../staff/parts/act.ts'
import type { LettersIssued } from '../staff/parts/act-with-letters.ts'
import { actWords } from '../staff/words/act-words.ts'
import { lastWholeDay, parisInstant } from '../staff/words/paris-day.ts'
import { toldLine } from './staff-command.ts'

/** What came of a command that makes letters. The letters themselves are in the file and nowhere else. */
export function describeLetters(done: LettersIssued | StaffActionRequested, path: string): string[] {
  if (done.__typename === 'StaffActionRequested') {
    return [
      `Demandé : ${actWords(done.kind).noun}. Rien ne change encore, aucun courrier n’est écrit.`,
      toldLine(done.told),
      done.byPhone
        ? '  Le compte est bloqué : le propriétaire ne peut annuler que par téléphone (account:thaw).'
        : '  Le propriétaire peut annuler depuis cet e-mail.',
      `  Sans nouvelle de lui, relancez la même commande à partir du ${parisInstant(done.effectiveAt)}.`,
    ]
  }
  const { identifiers, expiresAt, told } = done
  const subject = `Fait : ${actWords(done.kind).noun}.`
  if (!expiresAt)
    return [`${subject} Aucun courrier n’était à refaire : ceux d’avant restent valables.`, toldLine(told)]
  return [
    `${subject} Le courrier est dans ${isAbsolute(path) ? path : join(process.cwd(), path)}`,
    '  Vous seul pouvez lire ce fichier. Imprimez-le, envoyez-le par la poste, puis effacez-le.',
    `  ${identifiers.length > 1 ? 'Comptes' : 'Compte'} : ${identifiers.join(', ')}`,
    `  Mot de passe valable jusqu’au ${lastWholeDay(expiresAt)}`,
    toldLine(told),
  ]
}
