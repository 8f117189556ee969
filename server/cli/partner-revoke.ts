import type { Command } from 'commander'
import { revokeKey } from '../partners/revoke-key.ts'
import { CommandFault } from './exit-codes.ts'
import { type PartnerOptions, partnerCommand, runPartner } from './partner-command.ts'

const help = `Une clé perdue, volée ou de trop : elle n’ouvre plus rien, dès maintenant, et les démarches et sessions ouvertes
avec elle sont finies. Pour en changer sans déranger personne : partner:key --rotate.

Exemples :
  npm run connexion -- partner:revoke lumen --key ck_live_Ab3dE9xQ --by accueil-2
  npm run connexion -- partner:revoke lumen --all --by accueil-2
`

interface Options extends PartnerOptions {
  key?: string
  all?: boolean
}

/** `npm run connexion -- partner:revoke KEY …`: ends a key, or all of a partner's, with all that was opened by it. */
export function partnerRevokeCommand(): Command {
  return partnerCommand('partner:revoke', 'Annule une clé d’un partenaire, ou toutes.', help)
    .option('--key <début>', 'la clé, par son début (partner:show)')
    .option('--all', 'toutes ses clés')
    .action((partnerKey: string, options: Options) => {
      const { key, all, by = '' } = options
      if ((key === undefined) === !all) {
        throw new CommandFault('KEY_REQUIRED', 'Il faut --key ou --all.', 'Voir ses clés : partner:show.')
      }
      return runPartner(
        options,
        (deps) => revokeKey(deps, partnerKey, key ?? null, by),
        ({ partner, keys, flows, sessions }) => [
          `Fait : ${keys.map(({ prefix }) => `${prefix}…`).join(', ')} n’ouvre plus rien chez ${partner.name}.`,
          `  Démarches finies : ${flows}. Sessions finies : ${sessions}.`,
        ],
      )
    })
}
