import type { Command } from 'commander'
import { eraseOwner } from '../staff/erase-owner.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

const help = `Pour qui n’est plus propriétaire et demande l’effacement (RGPD article 17). Rien ne le défait.
Tous ses comptes doivent être fermés (account:close). Remettez-lui d’abord sa copie s’il la veut (owner:export).
Le journal garde les événements, sans rien qui nomme la personne ; --reason y reste : n’y écrivez ni nom ni adresse.
Enlevez-le aussi du fichier d’import, ou il revient ; les sauvegardes le gardent jusqu’à leur propre fin.

Exemple :
  npm run connexion -- owner:erase 012345 --by accueil-2 --reason "demande écrite du 22 novembre"
`

/** `npm run connexion -- owner:erase IDENTIFIER`: nothing that names this owner stays. */
export function ownerEraseCommand(): Command {
  return staffCommand('owner:erase', 'Efface un propriétaire dont tous les comptes sont fermés.', help).action(
    (identifier: string, options: StaffOptions) =>
      runStaff(identifier, options, eraseOwner, ({ identifiers, events }) => [
        `Fait : le propriétaire et ${identifiers.length > 1 ? 'ses comptes' : 'son compte'} ${identifiers.join(', ')} sont effacés.`,
        `  ${events} événements restent au journal, sans nom ni adresse.`,
        '  Personne n’est prévenu par e-mail : son adresse est effacée. Répondez-lui par courrier.',
      ]),
  )
}
