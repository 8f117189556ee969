import type { NextAction } from '../domain/next-action.ts'
import type { AccountSheet } from '../staff/parts/account-sheet.ts'
import { actWords } from '../staff/words/act-words.ts'
import { parisInstant } from '../staff/words/paris-day.ts'
import { flowWords, stepWords } from '../staff/words/sheet-words.ts'

/** The next best action, in one sentence and, where there is one, the command to copy. */
export function describeNext(next: NextAction, identifier: string): string[] {
  const run = (command: string, out = '') => commandLine(identifier, command, out && ` --out ${out}`)
  switch (next.action) {
    case 'REISSUE':
      return ['Le courrier n’est plus valable : envoyez-en un autre.', run('account:reissue', 'courrier.csv')]
    case 'UNLOCK':
      return ['Les essais sont épuisés : redonnez-en.', run('account:unlock')]
    case 'THAW':
      return ['Compte bloqué : parlez au propriétaire, puis rouvrez.', run('account:thaw')]
    case 'DETACH_EMAIL':
      return [
        'L’adresse e-mail n’est plus sûre ou ne reçoit plus rien : retirez-la.',
        run('owner:detach-email', 'courriers.csv'),
      ]
    case 'USE_LETTER':
      return [
        'Première connexion à faire avec le courrier. Courrier perdu : envoyez-en un autre.',
        run('account:reissue', 'courrier.csv'),
      ]
    case 'CORRECT_EMAIL':
      return ['L’adresse tapée ne reçoit rien : le propriétaire la corrige par « Modifier l’adresse ».']
    case 'FORGOTTEN_PASSWORD':
      return [
        'Mot de passe perdu : « Mot de passe oublié », sur le site. Boîte e-mail perdue :',
        run('owner:detach-email', 'courriers.csv'),
      ]
    case 'CONTINUE_FLOW':
      return [`Démarche en cours (${flowWords[next.kind]}) : le propriétaire ${stepWords[next.step]}.`]
    case 'WAIT_FOR_ACTION':
      return [`Attendre le ${parisInstant(next.at)} (${actWords(next.kind).noun}) : le propriétaire peut annuler.`]
    case 'FINISH_ACTION':
      return [
        `Le propriétaire n’a pas annulé : ${actWords(next.kind).noun} possible.`,
        run(actWords(next.kind).command, 'courriers.csv'),
      ]
    case 'WAIT_FOR_RESET':
      return [`« Mot de passe oublié » ne répond pas avant le ${parisInstant(next.at)} : l’adresse vient de changer.`]
    case 'NOTHING_CLOSED':
      return ['Compte fermé : rien à faire. Fermé par erreur :', run('account:reopen', 'courrier.csv')]
  }
}

/** What to do instead when the caller says otherwise. */
export function describeElse({
  identifier,
  state,
  email,
}: Pick<AccountSheet, 'identifier' | 'state' | 'email'>): string[] {
  if (state === 'ACTIVE') {
    return [`Il dit « ce n’est pas moi » : bloquez. ${commandLine(identifier, 'account:freeze')}`]
  }
  if (state !== 'FROZEN' || !email?.inDoubt) return []
  return [`Sûr que ${email.address} est la sienne : ${commandLine(identifier, 'account:thaw', ' --keep-email')}`]
}

const commandLine = (identifier: string, command: string, more = '') =>
  `npm run connexion -- ${command} ${identifier} --by … --reason "…"${more}`
