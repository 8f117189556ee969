import { Argument, type Command } from 'commander'
import { addWebhook } from '../partners/add-webhook.ts'
import type { WebhookChoice } from '../partners/parts/find-webhook.ts'
import { proveWebhook } from '../partners/prove-webhook.ts'
import { replayWebhook } from '../partners/replay-webhook.ts'
import { rotateWebhook } from '../partners/rotate-webhook.ts'
import { showWebhooks } from '../partners/show-webhook.ts'
import { stopWebhook } from '../partners/stop-webhook.ts'
import { internet } from '../partners/webhooks/internet.ts'
import { type PartnerOptions, partnerCommand, runPartner } from './partner-command.ts'
import { secretLines } from './partner-words.ts'
import { deliveryLine, webhookLines } from './webhook-words.ts'

const help = `Envoie au programme d’un partenaire ce qui arrive aux comptes qu’il sert (docs/partners/webhooks.md).
  add     enregistre une adresse ; son secret est écrit une seule fois, à mettre dans le programme
  prove   demande au programme de répondre ; s’il le fait bien, les envois commencent (ou reprennent)
  show    les adresses et les derniers envois
  replay  envoie de nouveau : tout depuis un instant (--since) ou un événement (--event)
  rotate  donne un autre secret ; l’ancien signe encore, à côté, quelques heures (0 : plus du tout)
  stop    n’envoie plus rien ; ce qui arrive attend prove

Exemples :
  npm run connexion -- partner:webhook lumen add --url https://portail.example/evenements --by accueil-2
  npm run connexion -- partner:webhook lumen prove --by accueil-2
  npm run connexion -- partner:webhook lumen replay --since 2026-11-22T08:00:00Z --by accueil-2
`

const acts = ['add', 'prove', 'show', 'replay', 'rotate', 'stop'] as const
type Act = (typeof acts)[number]

interface Options extends PartnerOptions {
  url?: string
  test?: boolean
  since?: string
  event?: string
  overlapHours?: string
  last?: string
}

/** `npm run connexion -- partner:webhook KEY ACT …`: where events are sent, and what became of them. */
export function partnerWebhookCommand(): Command {
  return partnerCommand('partner:webhook', 'Règle l’envoi des événements au programme d’un partenaire.', help)
    .addArgument(new Argument('<acte>', 'ce qu’il faut faire').choices([...acts]))
    .option('--url <adresse>', 'laquelle, quand il y en a plusieurs ; https')
    .option('--test', 'du bac à sable du partenaire (clés ck_test_)')
    .option('--since <instant>', 'replay : 2026-11-22T08:00:00Z')
    .option('--event <id>', 'replay : un seul événement')
    .option('--overlap-hours <heures>', 'rotate : combien de temps l’ancien signe encore, 720 au plus ; sinon 24')
    .option('--last <nombre>', 'show : combien d’envois, 100 au plus ; sinon 10')
    .action((partnerKey: string, act: Act, options: Options) => run[act](partnerKey, options))
}

const chosen = (partnerKey: string, { test = false, url }: Options): WebhookChoice => ({
  ...{ partnerKey, test, url: url ?? null },
})

const run: Readonly<Record<Act, (partnerKey: string, options: Options) => Promise<void>>> = {
  add: (partnerKey, options) =>
    runPartner(
      options,
      (deps) => addWebhook(deps, { ...chosen(partnerKey, options), url: options.url ?? '' }, options.by ?? ''),
      ({ webhook, secret }) => [
        ...webhookLines(webhook),
        ...secretLines(secret, 'Notez-le maintenant : il n’est écrit nulle part et ne sera plus jamais montré.'),
        `Mettez-le dans le programme, puis : npm run connexion -- partner:webhook ${partnerKey} prove`,
      ],
    ),
  prove: (partnerKey, options) =>
    runPartner(
      options,
      (deps) => proveWebhook(deps, internet(deps), chosen(partnerKey, options), options.by ?? ''),
      ({ webhook, waiting }) => [
        'Le programme a bien répondu : les événements lui sont envoyés.',
        ...(waiting > 0 ? [`${waiting} qui attendaient partent maintenant.`] : []),
        ...webhookLines(webhook),
      ],
    ),
  show: (partnerKey, { test = false, last = '10', ...options }) =>
    runPartner(
      options,
      (deps) => showWebhooks(deps, { partnerKey, test, last: Math.min(Math.max(Number(last) || 0, 0), 100) }),
      ({ partner, webhooks }) => [
        `${partner.name} (${partner.key}) : ${webhooks.length === 0 ? 'aucun webhook.' : ''}`,
        ...webhooks.flatMap((webhook) => ['', ...webhookLines(webhook), ...webhook.deliveries.map(deliveryLine)]),
      ],
    ),
  replay: (partnerKey, options) =>
    runPartner(
      options,
      (deps) => {
        const replay = { event: options.event ?? null, since: options.since ?? null }
        return replayWebhook(deps, chosen(partnerKey, options), replay, options.by ?? '')
      },
      ({ webhook, queued }) => [`À envoyer de nouveau : ${queued}.`, ...webhookLines(webhook)],
    ),
  rotate: (partnerKey, options) =>
    runPartner(
      options,
      (deps) => rotateWebhook(deps, chosen(partnerKey, options), options.overlapHours, options.by ?? ''),
      ({ webhook, secret }) => [
        'Secret remplacé.',
        ...webhookLines(webhook),
        ...secretLines(secret, 'Notez-le maintenant : il n’est écrit nulle part et ne sera plus jamais montré.'),
      ],
    ),
  stop: (partnerKey, options) =>
    runPartner(
      options,
      (deps) => stopWebhook(deps, chosen(partnerKey, options), options.by ?? ''),
      ({ webhook }) => ['Plus rien n’est envoyé. Pour reprendre : prove.', ...webhookLines(webhook)],
    ),
}
