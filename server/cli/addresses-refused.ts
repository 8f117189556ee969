import type { Command } from 'commander'
import { listRefusedAddresses, type RefusedAddress } from '../staff/list-refused-addresses.ts'
import { type Column, csvTable } from '../staff/parts/csv-table.ts'
import { deliveryLabel } from '../staff/words/delivery-label.ts'
import { parisInstant } from '../staff/words/paris-day.ts'
import { listCommand, runList, type StaffOptions } from './staff-command.ts'

const help = `Les adresses qui refusent nos messages : celles des comptes ouverts, et celles tapées dans une première connexion
en cours. Appelez ces propriétaires. Rien ne change ; la consultation est inscrite au journal.

Exemples :
  npm run connexion -- addresses:refused --by accueil-2 --reason "appels du lundi"
  npm run connexion -- addresses:refused --csv --by accueil-2 --reason "appels du lundi" > adresses.csv
`

const standings: Readonly<Record<RefusedAddress['standing'], string>> = {
  VERIFIED: 'compte ouvert : il la change dans « Paramètres », ou owner:detach-email',
  CHOSEN: 'première connexion en cours : il la corrige par « Modifier l’adresse »',
}

const labelOf = ({ reason }: RefusedAddress) => deliveryLabel({ status: 'REFUSED', reason, by: null, filter: null })

const columns: readonly Column<RefusedAddress>[] = [
  ['statut', labelOf],
  ['cabinet', ({ agency }) => agency],
  ['identifiants', ({ identifiers }) => identifiers.join(' ')],
  ['adresse', ({ address }) => address],
  ['depuis', ({ at }) => parisInstant(at)],
  ['a_faire', ({ standing }) => standings[standing]],
]

/** `npm run connexion -- addresses:refused`: whom to call about an address (interface-fr.md, M7). */
export function addressesRefusedCommand(): Command {
  return listCommand('addresses:refused', 'Liste les adresses e-mail à corriger.', help)
    .option('--csv', 'un tableau pour un tableur, sur la sortie standard')
    .action(({ csv, ...options }: StaffOptions & { csv?: boolean }) =>
      runList(options, listRefusedAddresses, ({ addresses }) =>
        csv ? [csvTable(columns, addresses).trimEnd()] : describe(addresses),
      ),
    )
}

function describe(addresses: readonly RefusedAddress[]): string[] {
  if (addresses.length === 0) return ['Aucune adresse e-mail à corriger.']
  const labels = [...new Set(addresses.map(labelOf))]
  return [
    `${addresses.length} ${addresses.length > 1 ? 'adresses' : 'adresse'} e-mail à corriger.`,
    ...labels.flatMap((label) => {
      const rows = addresses.filter((one) => labelOf(one) === label)
      return ['', `${label} (${rows.length})`, ...rows.flatMap(lines)]
    }),
  ]
}

const lines = ({ identifiers, agency, address, at, standing }: RefusedAddress): string[] => [
  `  ${identifiers.join(', ')} — ${agency} — ${address}, depuis le ${parisInstant(at)}`,
  `    ${standings[standing]}`,
]
