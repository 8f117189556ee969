import { type AgencyFacts, callUsNow, phoneAndHours } from './agency-words.ts'
import { dayAndTime, oneLine } from './french.ts'
import type { Piece } from './pieces.ts'

export interface OwnerFacts {
  /** « M. », « Mme » or empty. */
  title: string
  firstName: string
  lastName: string
}

export interface AccountFacts {
  identifier: string
  residence: string
}

/** A link that lets its reader do one thing, on a page that asks again: no link of ours acts by a click. */
export interface NoticeLink {
  to: URL
  /** It opens until then, at the least. */
  until: Date
}

/** The last line of what goes to an owner without a code. */
export const ownerPromise = 'Nous ne vous demanderons jamais votre mot de passe par téléphone.'

/** « Bonjour Mme Durand, ». */
export function greetingOf({ title, firstName, lastName }: OwnerFacts): Piece {
  return { say: `Bonjour ${oneLine(`${title || firstName} ${lastName}`)},` }
}

/** « 012345 – Résidence Les Tilleuls », one for each account. */
export function accountLines(accounts: readonly AccountFacts[]): string[] {
  return accounts.map(({ identifier, residence }) => oneLine(`${identifier} – ${residence}`))
}

/** « Ce n'est pas vous ? » and what to do then: the link that can only close, if there is one, and the phone. */
export function notYou(agency: AgencyFacts, link: NoticeLink | null): Piece[] {
  if (!link) return [{ say: `Ce n’est pas vous ? ${callUsNow(agency)}` }]
  return [
    { say: `Ce n’est pas vous ? Bloquez votre compte, ou appelez-nous tout de suite : ${phoneAndHours(agency)}.` },
    { press: 'Bloquer mon compte', to: link.to },
    { say: `Ce lien marche une seule fois, jusqu’au ${dayAndTime(link.until)}.` },
  ]
}
