import type { AgencyFacts, Rendered } from './agency-words.ts'
import { dayAndTime } from './french.ts'
import { writeLetter } from './letter.ts'
import { type AccountFacts, accountLines } from './owner-words.ts'

export interface AccountFrozenFacts {
  agency: AgencyFacts
  frozenAt: Date
  accounts: readonly AccountFacts[]
}

/**
 * To the cabinet's own box: an owner's notice was answered « Ce n'est pas moi ». Accounts only, no name and no personal
 * address. The command is written with words to replace: stored text must never be one paste away from a shell.
 */
export function renderAccountFrozen(facts: AccountFrozenFacts): Promise<Rendered> {
  const { agency, frozenAt, accounts } = facts
  const several = accounts.length > 1
  return writeLetter({
    agency,
    subject: several
      ? `${accounts.length} comptes bloqués par leur propriétaire`
      : 'Compte bloqué par son propriétaire',
    preheader: `Le ${dayAndTime(frozenAt)}.`,
    pieces: [
      { say: 'Bonjour,' },
      {
        say: `Le ${dayAndTime(frozenAt)}, un propriétaire a utilisé « Bloquer mon compte » dans l’un de nos messages.`,
      },
      { label: several ? 'Ces comptes sont bloqués :' : 'Ce compte est bloqué :', list: accountLines(accounts) },
      { say: 'Personne ne peut plus s’y connecter, pas même le propriétaire. Il va sans doute vous appeler.' },
      { say: 'Vérifiez qui il est avant de rouvrir. Seul le service peut le faire, avec cette commande :' },
      { card: [{ say: 'npm run connexion -- account:thaw IDENTIFIANT --by NOM --reason MOTIF', strong: true }] },
    ],
    promise: 'Message automatique de votre site, pour le service de syndic.',
  })
}
