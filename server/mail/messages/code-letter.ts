import type { AgencyFacts, Rendered } from './agency-words.ts'
import { clockTime, minutesInWords } from './french.ts'
import { writeLetter } from './letter.ts'

/** What every mail with a code is told. */
export interface CodeFacts {
  agency: AgencyFacts
  code: string
  /** From the one setting that also feeds page and judge. */
  lifespanMinutes: number
  /** When the owner asked for the code. */
  issuedAt: Date
  /** The end printed on page and mail (`printedUntil`). */
  until: Date
}

/**
 * A mail with a code, whatever it is for: request, code, validity, where to write it. No name, no building, no link: a
 * link would teach owners to click in the mails that thieves send.
 */
export function writeCodeLetter(
  facts: CodeFacts,
  words: { subject: string; preheader: string; request: string; caution: string },
): Promise<Rendered> {
  const { agency, code, lifespanMinutes, until } = facts
  const { subject, preheader, request, caution } = words
  return writeLetter({
    agency,
    subject,
    preheader,
    pieces: [
      { say: 'Bonjour,' },
      { say: request },
      { code },
      {
        say: `Attention : ce code n’est valable que ${minutesInWords(lifespanMinutes)}, jusqu’à\u00a0${clockTime(until)}.`,
        strong: true,
      },
      { say: 'Écrivez ce code sur la page restée ouverte.' },
      { say: caution },
    ],
    promise: 'Nous ne vous demanderons jamais votre mot de passe ni ce code par téléphone.',
  })
}
