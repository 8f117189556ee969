import type { Command } from 'commander'
import { changeAgencies } from '../partners/change-agencies.ts'
import { type PartnerOptions, partnerCommand, runPartner } from './partner-command.ts'

const help = `Confie des cabinets à un partenaire (--add), ou les lui retire (--remove). Retiré, un cabinet n’a plus de propriétaire
pour aucune de ses clés, et les démarches et sessions ouvertes par lui y sont finies, dès maintenant.
Un cabinet ajouté est servi par les clés qui le nomment : partner:key --agency.

Exemples :
  npm run connexion -- partner:agencies lumen --add parc --by accueil-2
  npm run connexion -- partner:agencies lumen --remove tilleuls --by accueil-2
`

interface Options extends PartnerOptions {
  add?: string[]
  remove?: string[]
}

const gather = (word: string, all: string[] = []) => [...all, word]

/** `npm run connexion -- partner:agencies KEY …`: whose owners a partner serves. */
export function partnerAgenciesCommand(): Command {
  return partnerCommand('partner:agencies', 'Confie des cabinets à un partenaire, ou les lui retire.', help)
    .option('--add <clé>', 'cabinet à lui confier (répétable)', gather)
    .option('--remove <clé>', 'cabinet à lui retirer (répétable)', gather)
    .action((partnerKey: string, { add = [], remove = [], ...options }: Options) =>
      runPartner(
        options,
        (deps) => changeAgencies(deps, partnerKey, { add, remove }, options.by ?? ''),
        ({ partner, agencies, flows, sessions }) => [
          `${partner.name} sert : ${agencies.join(', ')}.`,
          ...(remove.length > 0 ? [`  Démarches finies : ${flows}. Sessions finies : ${sessions}.`] : []),
          ...(add.length > 0
            ? [`Une clé pour ${add.join(', ')} : npm run connexion -- partner:key ${partner.key}`]
            : []),
        ],
      ),
    )
}
