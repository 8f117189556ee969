import type { AgencyFacts, Rendered } from './agency-words.ts'
import { dayAndTime } from './french.ts'
import { writeLetter } from './letter.ts'
import {
  type AccountFacts,
  accountLines,
  greetingOf,
  type NoticeLink,
  notYou,
  type OwnerFacts,
  ownerPromise,
} from './owner-words.ts'

export interface PasswordChangedFacts extends OwnerFacts {
  agency: AgencyFacts
  changedAt: Date
  /** Every account that the password opens: after a split, the one that was split off. */
  accounts: readonly AccountFacts[]
  /** The owner has other accounts, whose password is another. */
  othersKeep: boolean
  freezeLink: NoticeLink | null
}

/** M4, after a change, a reset or a split (guide: « a message is sent automatically to the owner to warn of it »). */
export function renderPasswordChanged(facts: PasswordChangedFacts): Promise<Rendered> {
  const { agency, changedAt, accounts, othersKeep, freezeLink } = facts
  const these = accounts.length > 1 ? 'de ces comptes' : 'de ce compte'
  return writeLetter({
    agency,
    subject: 'Votre mot de passe a été changé',
    preheader: `Le ${dayAndTime(changedAt)}.`,
    pieces: [
      greetingOf(facts),
      {
        say: `Le mot de passe ${othersKeep ? these : 'de votre espace'} a été changé le ${dayAndTime(changedAt)}.`,
      },
      { label: 'Il sert pour :', list: accountLines(accounts) },
      ...(othersKeep ? [{ say: 'Vos autres comptes gardent le leur.' }] : []),
      { say: 'C’est vous ? Vous n’avez rien à faire.' },
      ...notYou(agency, freezeLink),
    ],
    promise: ownerPromise,
  })
}
