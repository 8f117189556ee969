import { accentOf } from './accent.ts'
import { type AgencyFacts, callUsNow, footerOf, type Rendered, subjectEndingWith } from './agency-words.ts'
import { codeCard, frame, lines, paragraph } from './frame.ts'
import { clockTime, minutesInWords, oneLine, typeset } from './french.ts'
import { createTemplate } from './template.ts'

export interface MigrationCodeFacts {
  agency: AgencyFacts
  code: string
  /** From the one setting that also feeds page and judge. */
  lifespanMinutes: number
  /** When the owner asked for the code. */
  issuedAt: Date
  /** The end printed on page and mail: `printedUntil`, counted from this attempt at the mail server. */
  until: Date
  /** The code goes to an address verified earlier, for another account of the same owner (interface-fr.md C3b). */
  addressVerified: boolean
}

const fill = createTemplate<
  | 'subject'
  | 'preheader'
  | 'agency'
  | 'greeting'
  | 'request'
  | 'code'
  | 'validity'
  | 'where'
  | 'caution'
  | 'footer'
  | 'promise'
>(
  frame(
    lines(paragraph('greeting') + paragraph('request', 'padding-bottom="8px"')) +
      codeCard('code') +
      lines(paragraph('validity', 'font-weight="700"') + paragraph('where') + paragraph('caution')),
  ),
)

/**
 * M1, the code of a migration. No name, no building: the address is not proven yet. No link. To a verified address the
 * subject keeps the code to itself (a lock screen would show it) and the text warns the owner whose letter is used.
 */
export async function renderMigrationCode(facts: MigrationCodeFacts): Promise<Rendered> {
  const { agency, code, lifespanMinutes, issuedAt, addressVerified } = facts
  const until = clockTime(facts.until)
  const words = {
    subject: addressVerified
      ? typeset(`Votre code de vérification (demandé à ${clockTime(issuedAt)})`)
      : subjectEndingWith(`${code} est votre code – `, agency.name),
    preheader: typeset(`Écrivez-le sur le site avant ${until}.`),
    agency: oneLine(agency.name),
    greeting: 'Bonjour,',
    // The guide's own sentence, word for word: owners hold it in their hands.
    request: typeset(
      'Pour continuer la procédure de mise à jour de votre compte en ligne, merci de saisir le code de vérification suivant :',
    ),
    code,
    validity: typeset(
      `Attention : ce code n’est valable que ${minutesInWords(lifespanMinutes)}, jusqu’à\u00a0${until}.`,
    ),
    where: 'Écrivez ce code sur la page restée ouverte.',
    caution: typeset(
      addressVerified
        ? `Quelqu’un utilise le courrier de l’un de vos comptes. Ce n’est pas vous ? ${callUsNow(agency)} Ne donnez ce code à personne.`
        : 'Vous n’avez rien demandé ? Ne faites rien. Ne donnez ce code à personne.',
    ),
    footer: footerOf(agency),
    promise: 'Nous ne vous demanderons jamais votre mot de passe ni ce code par téléphone.',
  }
  return {
    subject: words.subject,
    text: [words.agency, words.greeting, words.request, words.code, words.validity, words.where, words.caution, '-- ']
      .join('\n\n')
      .concat(`\n${words.footer}\n${words.promise}\n`),
    html: await fill(words, accentOf(agency.accent)),
  }
}
