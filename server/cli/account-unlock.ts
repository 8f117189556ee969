import type { Command } from 'commander'
import { unlockAccount } from '../staff/unlock-account.ts'
import { runStaff, type StaffOptions, staffCommand, toldLine } from './staff-command.ts'

const help = `Rend au plus 25 codes faux, ceux du jour d’abord, et lève l’attente due aux mots de passe faux. N’ouvre rien par
lui-même : il faut toujours le bon code ou le bon mot de passe.

Exemple :
  npm run connexion -- account:unlock 012345 --by accueil-2 --reason "s’est trompé de boîte"
`

/** `npm run connexion -- account:unlock IDENTIFIER`: tries given back. */
export function accountUnlockCommand(): Command {
  return staffCommand('account:unlock', 'Redonne des essais à un compte qui les a épuisés.', help).action(
    (identifier: string, options: StaffOptions) =>
      runStaff(identifier, options, unlockAccount, ({ triesGivenBack, triesLeft, told }) => [
        `Fait : ${triesGivenBack} ${triesGivenBack < 2 ? 'code faux rendu' : 'codes faux rendus'}, ${triesLeft} ${triesLeft < 2 ? 'essai possible' : 'essais possibles'} aujourd’hui.`,
        '  Plus d’attente à la connexion.',
        toldLine(told),
      ]),
  )
}
