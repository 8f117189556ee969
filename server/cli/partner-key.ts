import type { Command } from 'commander'
import { issueKey } from '../partners/issue-key.ts'
import { rotateKey } from '../partners/rotate-key.ts'
import { parisInstant } from '../staff/words/paris-day.ts'
import { type KeyOptions, partnerCommand, runPartner, typedKey, withKeyOptions } from './partner-command.ts'
import { keyLines, secretLines } from './partner-words.ts'

const help = `Donne une clé de plus à un partenaire, ou une clé à la place d’une autre (--rotate) : mêmes droits, et l’ancienne
marche encore quelques heures, le temps de changer partout. Les propriétaires en cours de démarche ne voient rien.

Exemples :
  npm run connexion -- partner:key lumen --kind live --scope flows --scope read-accounts --network 203.0.113.0/24 --by accueil-2
  npm run connexion -- partner:key lumen --rotate ck_live_Ab3dE9xQ --overlap-hours 24 --by accueil-2
`

interface Options extends KeyOptions {
  rotate?: string
  overlapHours?: string
}

/** `npm run connexion -- partner:key KEY …`: one more key, or one in place of another; printed once. */
export function partnerKeyCommand(): Command {
  const command = partnerCommand('partner:key', 'Donne une clé à un partenaire, ou en remplace une.', help)
    .option('--rotate <début>', 'la clé à remplacer, par son début (partner:show) ; ses réglages sont repris')
    .option('--overlap-hours <heures>', 'combien de temps l’ancienne marche encore, 720 au plus ; sinon 24')
  return withKeyOptions(command).action((partnerKey: string, options: Options) =>
    options.rotate === undefined ? issue(partnerKey, options) : rotate(partnerKey, options.rotate, options),
  )
}

const issue = (partnerKey: string, options: Options) =>
  runPartner(
    options,
    (deps) => issueKey(deps, partnerKey, typedKey(options), options.by ?? ''),
    ({ partner, key, secret }) => [`Clé donnée à ${partner.name}.`, ...keyLines(key), ...secretLines(secret)],
  )

const rotate = (partnerKey: string, prefix: string, options: Options) =>
  runPartner(
    options,
    (deps) => rotateKey(deps, partnerKey, prefix, options.overlapHours, options.by ?? ''),
    ({ partner, key, secret, replaced }) => [
      `Clé remplacée pour ${partner.name}.`,
      ...keyLines(key),
      ...(replaced.expiresAt
        ? [`  L’ancienne, ${replaced.prefix}…, marche jusqu’au ${parisInstant(replaced.expiresAt)}.`]
        : []),
      ...secretLines(secret),
    ],
  )
