import type { Command } from 'commander'
import { type CloseCause, closeCauses } from '../domain/staff-action.ts'
import { closeAccount } from '../staff/close-account.ts'
import { CommandFault } from './exit-codes.ts'
import { runStaff, type StaffOptions, staffCommand, toldLine } from './staff-command.ts'

const help = `Plus rien n’ouvre ce compte, et il ne se rouvre pas. Les autres comptes du même mot de passe restent ouverts.
  --cause sale   vente : le propriétaire est prévenu par e-mail
  --cause death  décès : personne n’est prévenu, la boîte est lue par les proches
  --cause error  compte créé par erreur : le propriétaire est prévenu par e-mail

Exemple :
  npm run connexion -- account:close 012345 --cause sale --by accueil-2 --reason "acte du 3 novembre"
`

/** `npm run connexion -- account:close IDENTIFIER --cause …`: a sale, a death, a mistake. */
export function accountCloseCommand(): Command {
  return staffCommand('account:close', 'Ferme un compte : vente, décès, erreur.', help)
    .option('--cause <cause>', 'sale, death ou error ; obligatoire')
    .action((identifier: string, { cause: typed, ...options }: StaffOptions & { cause?: string }) => {
      const cause = readCause(typed)
      return runStaff(
        identifier,
        options,
        (deps, request) => closeAccount(deps, { ...request, cause }),
        (done) => [`Fait : ${done.identifier} est fermé.`, toldLine(done.told)],
      )
    })
}

function readCause(typed: string | undefined): CloseCause {
  const cause = closeCauses.find((known) => known === typed?.toUpperCase())
  if (cause) return cause
  const problem = typed ? '--cause n’est pas une cause connue.' : 'Il manque --cause.'
  throw new CommandFault('CAUSE', problem, 'Vente, décès ou erreur : --cause sale, --cause death, --cause error')
}
