import type { Command } from 'commander'
import { createPartner } from '../partners/create-partner.ts'
import { type KeyOptions, partnerCommand, runPartner, typedKey, withKeyOptions } from './partner-command.ts'
import { keyLines, secretLines } from './partner-words.ts'

const help = `Enregistre un partenaire, dont le logiciel fait passer les propriétaires par ses propres pages, avec sa première clé.
Une clé live ne doit être que sur ses serveurs ; commencez par une clé test.

Exemple :
  npm run connexion -- partner:create lumen --name "Portail Lumen" --contact technique@lumen.example \\
    --agency tilleuls --kind test --by accueil-2
`

interface Options extends KeyOptions {
  name?: string
  contact?: string
}

/** `npm run connexion -- partner:create KEY …`: a partner and its first key, printed once. */
export function partnerCreateCommand(): Command {
  const command = partnerCommand('partner:create', 'Enregistre un partenaire et sa première clé.', help)
    .option('--name <nom>', 'le nom que les propriétaires connaissent')
    .option('--contact <e-mail>', 'où le prévenir : une adresse qui est lue')
  return withKeyOptions(command).action((partnerKey: string, options: Options) => {
    const { name, contact, by = '' } = options
    const typed = {
      ...typedKey(options),
      ...(name !== undefined && { name }),
      ...(contact !== undefined && { contact }),
    }
    return runPartner(
      options,
      (deps) => createPartner(deps, partnerKey, typed, by),
      ({ partner, key, secret }) => [
        `Partenaire enregistré : ${partner.name} (${partner.key}).`,
        ...keyLines(key),
        ...secretLines(secret),
      ],
    )
  })
}
