import type { Rendered } from './agency-words.ts'
import { type CodeFacts, writeCodeLetter } from './code-letter.ts'
import { clockTime } from './french.ts'

/**
 * M5, the code that proves a new address. It goes to an address nobody has proven yet: no name, no identifier. No code
 * in the subject, as in a reset.
 */
export function renderEmailChangeCode(facts: CodeFacts): Promise<Rendered> {
  const { issuedAt, lifespanMinutes, until } = facts
  return writeCodeLetter(facts, {
    subject: `Votre code pour confirmer cette adresse (demandé à ${clockTime(issuedAt)})`,
    preheader: `Valable ${lifespanMinutes} minutes, jusqu’à\u00a0${clockTime(until)}.`,
    request: 'Vous voulez utiliser cette adresse pour votre espace copropriétaire. Votre code est :',
    caution: 'Vous n’avez rien demandé ? Ne faites rien. Ne donnez ce code à personne.',
  })
}
