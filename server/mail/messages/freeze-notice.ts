import { type AgencyFacts, phoneAndHours, type Rendered } from './agency-words.ts'
import { dayAndTime, oneLine } from './french.ts'
import { writeLetter } from './letter.ts'
import { type AccountFacts, accountLines, greetingOf, type OwnerFacts, ownerPromise } from './owner-words.ts'

export interface FreezeNoticeFacts extends OwnerFacts {
  agency: AgencyFacts
  frozenAt: Date
  accounts: readonly AccountFacts[]
  /** The address that was put back, masked; null: none was. */
  restored: string | null
}

/**
 * To every address we know of the owner: somebody pressed « Bloquer mon compte ». Whoever reads a mailbox that the owner
 * left can do that; the owner, at the new address, must not be the last to hear. No link: only the service goes on.
 */
export function renderFreezeNotice(facts: FreezeNoticeFacts): Promise<Rendered> {
  const { agency, frozenAt, accounts, restored } = facts
  const back = restored
    ? [{ say: `L’adresse e-mail d’avant est remise (${oneLine(restored)}). Ce n’est pas la vôtre ? Dites-le-nous.` }]
    : []
  return writeLetter({
    agency,
    subject: 'Votre compte est bloqué',
    preheader: `Le ${dayAndTime(frozenAt)}.`,
    pieces: [
      greetingOf(facts),
      { say: `Le ${dayAndTime(frozenAt)}, quelqu’un a utilisé « Bloquer mon compte » dans l’un de nos messages.` },
      { label: accounts.length > 1 ? 'Comptes bloqués :' : 'Compte bloqué :', list: accountLines(accounts) },
      { say: 'Plus personne ne peut s’y connecter, pas même vous.' },
      ...back,
      { say: `Pour rouvrir, ou si ce n’est pas vous, appelez-nous : ${phoneAndHours(agency)}.`, strong: true },
    ],
    promise: ownerPromise,
  })
}
