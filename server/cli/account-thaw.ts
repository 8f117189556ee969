import type { Command } from 'commander'
import { thawAccount } from '../staff/thaw-account.ts'
import { runStaff, type StaffOptions, staffCommand, toldLine } from './staff-command.ts'

const help = `Pour un propriétaire qui a bloqué son compte (« Ce n’est pas moi »). L’ancien mot de passe n’ouvre plus
rien : il en choisit un autre par « Mot de passe oublié ».
Si l’adresse e-mail a changé depuis moins de 30 jours, la commande refuse : c’est peut-être celle d’un voleur.

Exemple :
  npm run connexion -- account:thaw 012345 --by accueil-2 --reason "le propriétaire a reconnu son message"
`

/** `npm run connexion -- account:thaw IDENTIFIER`: opens again what « Ce n'est pas moi » closed. */
export function accountThawCommand(): Command {
  return staffCommand('account:thaw', 'Rouvre un compte bloqué par « Ce n’est pas moi ».', help)
    .option('--keep-email', 'le propriétaire confirme que l’adresse changée depuis peu est la sienne')
    .action((identifier: string, { keepEmail = false, ...options }: StaffOptions & { keepEmail?: boolean }) =>
      runStaff(
        identifier,
        options,
        (deps, request) => thawAccount(deps, { ...request, keepEmail }),
        ({ identifiers, told }) => [
          `Fait : ${identifiers.join(', ')} ${identifiers.length > 1 ? 'sont rouverts' : 'est rouvert'}.`,
          '  L’ancien mot de passe ne vaut plus rien. Dites au propriétaire : « Mot de passe oublié », sur le site.',
          toldLine(told),
        ],
      ),
    )
}
