import type { Command } from 'commander'
import { reissueAccount } from '../staff/reissue-account.ts'
import { lettersCommand } from './letters-command.ts'

const help = `Un compte qui attend sa première connexion : tout de suite, l’ancien courrier ne vaut plus rien.
Un compte ouvert : le propriétaire est d’abord prévenu et peut annuler pendant trois jours ; relancez ensuite.
Le fichier (CSV, pour le publipostage) ne doit pas exister ; le mot de passe n’est écrit que là.

Exemple :
  npm run connexion -- account:reissue 012345 --by accueil-2 --reason "courrier perdu" --out courrier.csv
`

/** `npm run connexion -- account:reissue IDENTIFIER --out FILE`: a new letter. */
export function accountReissueCommand(): Command {
  return lettersCommand(
    'account:reissue',
    'Refait le courrier d’un compte, avec un nouveau mot de passe.',
    help,
    reissueAccount,
  )
}
