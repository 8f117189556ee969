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

export interface AccountOpenedFacts extends OwnerFacts {
  agency: AgencyFacts
  openedAt: Date
  /** Where owners sign in, from our settings: never from a request's Host. */
  site: URL
  identifier: string
  /** Every account that the new password opens, the one above first. */
  accounts: readonly AccountFacts[]
  freezeLink: NoticeLink | null
}

/** M2, the migration is done: how to sign in, and which accounts the password opens. */
export function renderAccountOpened(facts: AccountOpenedFacts): Promise<Rendered> {
  const { agency, openedAt, site, identifier, accounts, freezeLink } = facts
  // As one types it; the scheme is said only where it is not the usual one.
  const siteName = site.protocol === 'https:' ? site.host : site.origin
  return writeLetter({
    agency,
    subject: 'Votre espace copropriétaire est ouvert',
    preheader: 'Gardez cet e-mail.',
    pieces: [
      greetingOf(facts),
      { say: `Votre espace est ouvert depuis le ${dayAndTime(openedAt)}.` },
      {
        card: [
          { label: 'Pour vous connecter :', name: siteName, to: site },
          { say: `Votre identifiant : ${oneLine(identifier)}`, strong: true },
          { say: 'Votre mot de passe : celui que vous avez choisi (nous ne le connaissons pas).' },
        ],
      },
      {
        label: accounts.length > 1 ? 'Ce mot de passe ouvre tous ces comptes :' : 'Ce mot de passe ouvre ce compte :',
        list: accountLines(accounts),
      },
      ...notYou(agency, freezeLink),
    ],
    promise: ownerPromise,
  })
}
