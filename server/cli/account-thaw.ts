import type { Command } from 'commander'
import { thawAccount } from '../staff/thaw-account.ts'
import { parisInstant } from '../staff/words/paris-day.ts'
import { runStaff, type StaffOptions, staffCommand, toldLine } from './staff-command.ts'

const help = `Pour un compte bloqué, par « Ce n’est pas moi » ou par le service. L’ancien mot de passe n’ouvre plus rien et ne
se choisit plus : le propriétaire en choisit un autre par « Mot de passe oublié ».
Si l’adresse e-mail a changé ou a été remise depuis moins de 30 jours, ou si le service a bloqué, la commande refuse :
c’est peut-être celle d’un voleur. Avec --keep-email, « Mot de passe oublié » ne répond qu’un jour plus tard.

Exemple :
  npm run connexion -- account:thaw 012345 --by accueil-2 --reason "le propriétaire a reconnu son message"
`

/** `npm run connexion -- account:thaw IDENTIFIER`: opens again what « Ce n'est pas moi » closed. */
export function accountThawCommand(): Command {
  return staffCommand('account:thaw', 'Rouvre un compte bloqué.', help)
    .option('--keep-email', 'le propriétaire confirme que l’adresse montrée par account:show est la sienne')
    .action((identifier: string, { keepEmail = false, ...options }: StaffOptions & { keepEmail?: boolean }) =>
      runStaff(
        identifier,
        options,
        (deps, request) => thawAccount(deps, { ...request, keepEmail }),
        ({ identifiers, resetBlockedUntil, told }) => [
          `Fait : ${identifiers.join(', ')} ${identifiers.length > 1 ? 'sont rouverts' : 'est rouvert'}.`,
          '  L’ancien mot de passe ne vaut plus rien. Dites au propriétaire : « Mot de passe oublié », sur le site.',
          ...(resetBlockedUntil ? [`  Il fonctionnera à partir du ${parisInstant(resetBlockedUntil)}.`] : []),
          toldLine(told),
        ],
      ),
    )
}
