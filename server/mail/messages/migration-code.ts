import { callUsNow, type Rendered, subjectEndingWith } from './agency-words.ts'
import { type CodeFacts, writeCodeLetter } from './code-letter.ts'
import { clockTime } from './french.ts'

export interface MigrationCodeFacts extends CodeFacts {
  /** The code goes to an address verified earlier, for another account of the same owner (interface-fr.md C3b). */
  addressVerified: boolean
}

/**
 * M1, the code of a migration. To a verified address the subject keeps the code to itself (a lock screen would show it)
 * and the text warns the owner whose letter is used.
 */
export function renderMigrationCode(facts: MigrationCodeFacts): Promise<Rendered> {
  const { agency, code, issuedAt, until, addressVerified } = facts
  return writeCodeLetter(facts, {
    subject: addressVerified
      ? `Votre code de vérification (demandé à ${clockTime(issuedAt)})`
      : subjectEndingWith(`${code} est votre code – `, agency.name),
    preheader: `Écrivez-le sur le site avant ${clockTime(until)}.`,
    // The guide's own sentence, word for word: owners hold it in their hands.
    request:
      'Pour continuer la procédure de mise à jour de votre compte en ligne, merci de saisir le code de vérification suivant :',
    caution: addressVerified
      ? `Quelqu’un utilise le courrier de l’un de vos comptes. Ce n’est pas vous ? ${callUsNow(agency)} Ne donnez ce code à personne.`
      : 'Vous n’avez rien demandé ? Ne faites rien. Ne donnez ce code à personne.',
  })
}
