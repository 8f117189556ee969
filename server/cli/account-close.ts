import type { Command } from 'commander'
import { type CloseCause, closeCauses } from '../domain/staff-action.ts'
import { type AccountClosed, closeAccount } from '../staff/close-account.ts'
import { brief } from '../staff/words/sheet-words.ts'
import { CommandFault } from './exit-codes.ts'
import { runStaff, type StaffOptions, staffCommand, toldLine } from './staff-command.ts'

const help = `Plus rien n’ouvre ce compte, pas même son courrier. Ses autres comptes restent ouverts : la commande les nomme.
  --cause sale   vente
  --cause death  décès
  --cause error  compte créé par erreur
Toutes les adresses connues sont prévenues, sans nom ni cause : des proches lisent peut-être ce message. Fermé par
erreur : account:reopen.

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
        (done) => [`Fait : ${done.identifier} est fermé.`, ...othersLines(done), toldLine(done.told)],
      )
    })
}

function othersLines({ others }: AccountClosed): string[] {
  if (others.length === 0) return []
  return [`  Ce propriétaire a d’autres comptes, à fermer un par un s’il le faut : ${others.map(brief).join(' · ')}`]
}

function readCause(typed: string | undefined): CloseCause {
  const cause = closeCauses.find((known) => known === typed?.toUpperCase())
  if (cause) return cause
  const problem = typed ? '--cause n’est pas une cause connue.' : 'Il manque --cause.'
  throw new CommandFault('CAUSE', problem, 'Vente, décès ou erreur : --cause sale, --cause death, --cause error')
}
