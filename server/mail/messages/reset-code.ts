import type { Rendered } from './agency-words.ts'
import { type CodeFacts, writeCodeLetter } from './code-letter.ts'
import { clockTime, oneLine } from './french.ts'

export interface ResetCodeFacts extends CodeFacts {
  /** As printed; the mail shows its end only. */
  identifier: string
}

/**
 * M3, the code of a forgotten password. Neither subject nor preheader holds the code: a locked phone would show it, and
 * this account has something to take. The time in the subject keeps mail programs from folding two codes into one.
 */
export function renderResetCode(facts: ResetCodeFacts): Promise<Rendered> {
  const { issuedAt, lifespanMinutes, until, identifier } = facts
  return writeCodeLetter(facts, {
    subject: `Votre code pour changer de mot de passe (demandé à ${clockTime(issuedAt)})`,
    preheader: `Valable ${lifespanMinutes} minutes, jusqu’à\u00a0${clockTime(until)}.`,
    // The guide's own sentence, word for word; what it does not say comes after.
    request: `Pour réinitialiser votre mot de passe, merci de saisir le code de vérification suivant (identifiant\u00a0${maskIdentifier(identifier)}) :`,
    caution:
      'Vous n’avez rien demandé ? Votre mot de passe n’a pas changé. Vous pouvez supprimer cet e-mail. Ne donnez ce code à personne.',
  })
}

/** « ••••45 »: tells an owner of several accounts which one; whoever reads over the shoulder has half a key only. */
export function maskIdentifier(identifier: string): string {
  const characters = [...oneLine(identifier)]
  return `••••${characters.slice(characters.length > 4 ? -2 : -1).join('')}`
}
