import { type AgencyFacts, phoneAndHours, type Rendered } from './agency-words.ts'
import { dayAndTime } from './french.ts'
import { writeLetter } from './letter.ts'
import { type AccountFacts, accountLines, greetingOf, type OwnerFacts, ownerPromise } from './owner-words.ts'

export interface ResetGuardedFacts extends OwnerFacts {
  agency: AgencyFacts
  at: Date
  until: Date
  account: AccountFacts
}

/**
 * M8: so many wrong codes for a forgotten password that resets from unknown devices are closed for a while. Nothing was
 * taken, so no link freezes anything here: a frozen account would be the attacker's success.
 */
export function renderResetGuarded(facts: ResetGuardedFacts): Promise<Rendered> {
  const { agency, at, until, account } = facts
  return writeLetter({
    agency,
    subject: 'Quelqu’un a essayé de changer votre mot de passe',
    preheader: 'Votre mot de passe n’a pas changé.',
    pieces: [
      greetingOf(facts),
      { say: `Le ${dayAndTime(at)}, quelqu’un a écrit trop de codes faux pour changer votre mot de passe.` },
      { say: 'Votre mot de passe n’a pas changé. Vous pouvez vous connecter comme avant.', strong: true },
      { label: 'Compte concerné :', list: accountLines([account]) },
      { say: `Pour vous protéger, « Mot de passe oublié » ne répond plus jusqu’au ${dayAndTime(until)}.` },
      { say: 'Il marche toujours sur un appareil où vous vous êtes déjà connecté.' },
      { say: `C’était vous ? Appelez-nous, nous vous aiderons : ${phoneAndHours(agency)}.` },
      { say: 'Ce n’était pas vous ? Vous n’avez rien à faire. Ne donnez jamais un code à personne.' },
    ],
    promise: ownerPromise,
  })
}
