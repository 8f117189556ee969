import type { Command } from 'commander'
import type { Key } from '../generated/prisma/client.ts'
import { showPartner } from '../partners/show-partner.ts'
import { parisInstant } from '../staff/words/paris-day.ts'
import { type PartnerOptions, partnerCommand, runPartner } from './partner-command.ts'
import { keyLines } from './partner-words.ts'

const help = `Montre un partenaire et ses clés : ce qu’elles ouvrent, d’où elles ont servi. Rien ne change.

Exemple :
  npm run connexion -- partner:show lumen
`

/** `npm run connexion -- partner:show KEY`: a partner and its keys, never their text. */
export function partnerShowCommand(): Command {
  return partnerCommand('partner:show', 'Montre un partenaire et ses clés.', help).action(
    (partnerKey: string, options: PartnerOptions) =>
      runPartner(
        options,
        (deps) => showPartner(deps, partnerKey),
        ({ partner, agencies, keys }) => [
          `${partner.name} (${partner.key})`,
          `  prévenir   ${partner.contactEmail}`,
          `  cabinets   ${agencies.join(', ')}`,
          ...keys.flatMap((key) => ['', ...keyLines(key), ...useLines(key)]),
        ],
      ),
  )
}

function useLines({ revokedAt, lastUsedAt, lastNetwork, networks }: Key): string[] {
  const rows: [string, string][] = [
    ['servie', lastUsedAt ? `le ${parisInstant(lastUsedAt)}${lastNetwork ? `, depuis ${lastNetwork}` : ''}` : 'jamais'],
    ...(networks.length > 1 ? [['vue depuis', networks.join(', ')] as [string, string]] : []),
    ...(revokedAt ? [['annulée', `le ${parisInstant(revokedAt)}`] as [string, string]] : []),
  ]
  return rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`)
}
