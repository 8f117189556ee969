import type { Command } from 'commander'
import { reopenAccount } from '../staff/reopen-account.ts'
import { lettersCommand } from './letters-command.ts'

const help = `Pour un compte fermé par erreur. Il attend alors une première connexion, avec un nouveau courrier.
L’adresse e-mail vérifiée du propriétaire reste la seule où le code est envoyé.

Exemple :
  npm run connexion -- account:reopen 012345 --by accueil-2 --reason "fermé à la place du 012354" --out courrier.csv
`

/** `npm run connexion -- account:reopen IDENTIFIER --out FILE`: a closed account back to a letter. */
export function accountReopenCommand(): Command {
  return lettersCommand(
    'account:reopen',
    'Rouvre un compte fermé par erreur, avec un nouveau courrier.',
    help,
    reopenAccount,
  )
}
