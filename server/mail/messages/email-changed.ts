import type { AgencyFacts, Rendered } from './agency-words.ts'
import { dayAndTime, oneLine } from './french.ts'
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

export interface EmailChangedFacts extends OwnerFacts {
  agency: AgencyFacts
  changedAt: Date
  /** The new address, masked: whoever reads the old mailbox needs no more to recognise it. */
  newEmail: string | null
  /** From the setting that also blocks the resets. */
  resetBlockedHours: number
  accounts: readonly AccountFacts[]
  freezeLink: NoticeLink | null
}

/** M6, to the old address: whoever changed it with a stolen session cannot keep this from its owner. */
export function renderEmailChanged(facts: EmailChangedFacts): Promise<Rendered> {
  const { agency, changedAt, newEmail, resetBlockedHours, accounts, freezeLink } = facts
  const which = newEmail ? ` (${oneLine(newEmail)})` : ''
  return writeLetter({
    agency,
    subject: 'Votre adresse e-mail a été changée',
    preheader: `Le ${dayAndTime(changedAt)}.`,
    pieces: [
      greetingOf(facts),
      { say: `Depuis le ${dayAndTime(changedAt)}, nos messages partent vers une autre adresse${which}.` },
      { label: accounts.length > 1 ? 'Comptes concernés :' : 'Compte concerné :', list: accountLines(accounts) },
      {
        say: `Pendant ${resetBlockedHours}\u00a0heures, « Mot de passe oublié » ne fonctionne pas. En cas d’oubli, appelez-nous.`,
      },
      { say: 'C’est vous ? Vous n’avez rien à faire.' },
      ...notYou(agency, freezeLink),
    ],
    promise: ownerPromise,
  })
}
