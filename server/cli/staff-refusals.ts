import type { Busy, InputFault, InputRefused } from '../domain/refusals.ts'
import type { StaffRefused } from '../domain/staff-action.ts'
import { parisInstant } from '../staff/words/paris-day.ts'
import { CommandFault, exitCodes } from './exit-codes.ts'

type Words = [problem: string, remedy: string]

const refusals: Readonly<Record<StaffRefused['reason'], Words>> = {
  FROZEN: [
    'Ce compte est bloqué.',
    'Rouvrez-le d’abord : account:thaw. Si son adresse e-mail a changé depuis peu : owner:detach-email.',
  ],
  NOT_FROZEN: ['Ce compte n’est pas bloqué.', 'Mot de passe perdu : « Mot de passe oublié » sur le site.'],
  CLOSED: [
    'Ce compte est fermé.',
    'Fermé par erreur : account:reopen, avec un nouveau courrier. Sinon, donnez un autre compte du propriétaire.',
  ],
  OPEN: [
    'Un compte de ce propriétaire n’est pas fermé.',
    'Fermez d’abord tous ses comptes : account:close. Les voir : account:show.',
  ],
  NOT_OPEN: [
    'Ce compte attend sa première connexion : sans son courrier, personne n’y entre.',
    'Courrier perdu ou volé : account:reissue, qui annule l’ancien.',
  ],
  NOT_CLOSED: ['Ce compte n’est pas fermé.', 'Voir ce qu’il lui faut : account:show.'],
  NO_EMAIL: [
    'Ce propriétaire n’a pas d’adresse e-mail enregistrée.',
    'Il choisit la sienne à la première connexion. Courrier perdu : account:reissue.',
  ],
  EMAIL_IN_DOUBT: [
    'L’adresse e-mail de ce compte a changé depuis peu, ou le service l’a bloqué : un voleur la lit peut-être.',
    'Retirez-la : owner:detach-email. Si le propriétaire confirme que c’est la sienne, ajoutez --keep-email.',
  ],
  WAITING: ['Cette demande attend encore : son propriétaire peut l’annuler.', 'Relancez la même commande plus tard.'],
  CHANGED: ['Le compte vient de changer. Rien n’est fait.', 'Relancez la même commande.'],
}

const faults: Readonly<Record<string, Partial<Record<InputFault['reason'], Words>>>> = {
  by: {
    REQUIRED: ['Il manque --by.', 'Donnez votre nom de code : --by accueil-2'],
    MALFORMED: ['--by n’est pas un nom de code.', 'Des lettres, des chiffres, des tirets : --by accueil-2'],
  },
  reason: {
    REQUIRED: ['Il manque --reason.', 'Dites pourquoi : --reason "courrier perdu, appel du 22 novembre"'],
    TOO_LONG: ['--reason dépasse 200 caractères.', 'Raccourcissez-le.'],
    MALFORMED: ['--reason contient un caractère invisible ou un retour à la ligne.', 'Écrivez-le sur une ligne.'],
  },
  identifier: {
    REQUIRED: ['Il manque l’identifiant du compte.', 'Il est en haut à droite du courrier.'],
    MALFORMED: ['Cet identifiant n’est pas possible.', 'Des lettres et des chiffres, comme sur le courrier.'],
    UNKNOWN: ['Aucun compte n’a cet identifiant.', 'Vérifiez-le sur le courrier ou l’appel de fonds.'],
  },
}

/** The service's "no" as the command line says it: what stands in the way, then what to do first. */
export function staffFault(refusal: StaffRefused | InputRefused | Busy): CommandFault {
  if (refusal.__typename === 'Busy') {
    return new CommandFault('BUSY', 'Trop de calculs sont en cours.', 'Relancez dans une minute.', exitCodes.broken)
  }
  if (refusal.__typename === 'StaffRefused') {
    const [problem, remedy] = refusals[refusal.reason]
    const { effectiveAt } = refusal
    const when = effectiveAt ? `Relancez la même commande à partir du ${parisInstant(effectiveAt)}.` : remedy
    return new CommandFault(refusal.reason, problem, when)
  }
  const words = refusal.fields.map(({ field, reason }) => faults[field]?.[reason] ?? [`${field} est refusé.`, ''])
  const [first] = refusal.fields
  return new CommandFault(
    `${first?.field ?? 'input'}_${first?.reason ?? 'MALFORMED'}`.toUpperCase(),
    words.map(([problem]) => problem).join(' '),
    words.map(([, remedy]) => remedy).join(' '),
  )
}
