import type { Command } from 'commander'
import { showAccount } from '../staff/show-account.ts'
import { describeSheet } from './account-sheet-words.ts'
import { runStaff, type StaffOptions, staffCommand } from './staff-command.ts'

const help = `Montre l’état du compte, ce qui s’est passé et la meilleure chose à faire. Rien ne change ; la consultation
est inscrite au journal.

Exemple :
  npm run connexion -- account:show 012345 --by accueil-2 --reason "appel : ne reçoit pas le code"
`

/** `npm run connexion -- account:show IDENTIFIER`: what the service sees while the owner is on the phone. */
export function accountShowCommand(): Command {
  return staffCommand('account:show', 'Montre un compte, et la meilleure chose à faire.', help).action(
    (identifier: string, options: StaffOptions) => runStaff(identifier, options, showAccount, describeSheet),
  )
}
