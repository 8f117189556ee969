import type { KeyKind, KeyScope } from '../domain/partner-key.ts'
import type { Key } from '../generated/prisma/client.ts'
import type { PartnerFault, PartnerField, PartnerRefused } from '../partners/parts/faults.ts'
import { parisDay } from '../staff/words/paris-day.ts'
import { CommandFault } from './exit-codes.ts'

type Words = [problem: string, remedy: string]
type Reason = PartnerFault['reason']

const faults: Readonly<Record<PartnerField, Partial<Record<Reason, Words>>>> = {
  partner: {
    MALFORMED: [
      'La clé du partenaire n’est pas admise.',
      'Des lettres minuscules sans accent, des chiffres, des tirets.',
    ],
    TAKEN: ['Ce partenaire existe déjà.', 'Une clé de plus : partner:key. Le voir : partner:show.'],
    UNKNOWN: ['Aucun partenaire n’a cette clé.', 'Enregistrez-le d’abord : partner:create.'],
  },
  name: {
    REQUIRED: ['Il manque --name.', 'Le nom que les propriétaires connaissent : --name "Portail Lumen"'],
    TOO_LONG: ['--name dépasse 60 caractères.', 'Raccourcissez-le.'],
    MALFORMED: ['--name contient un caractère invisible, un retour à la ligne ou un chevron.', 'Enlevez-le.'],
  },
  contact: {
    REQUIRED: ['Il manque --contact.', 'Une adresse qui est lue : --contact technique@portail.example'],
    MALFORMED: ['--contact n’est pas une adresse e-mail.', 'Par exemple : --contact technique@portail.example'],
  },
  agency: {
    REQUIRED: ['Il manque un cabinet.', 'Chacun par sa clé : --agency tilleuls (partner:agencies : --add, --remove)'],
    LAST: ['C’est son dernier cabinet.', 'Pour que ses clés n’ouvrent plus rien : partner:revoke --all.'],
    UNKNOWN: ['Ce cabinet n’est pas enregistré, ou pas confié à ce partenaire :', 'Voir : agency:set, partner:show.'],
  },
  kind: { MALFORMED: ['--kind n’est pas connu.', 'live (serveurs), test ou publishable (navigateurs).'] },
  scope: {
    MALFORMED: ['--scope n’est pas connu :', 'flows, read-accounts ou read-events.'],
    NOT_FOR_KIND: ['Une clé publishable se lit dans la page : elle n’ouvre que flows, pas', 'Prenez une clé live.'],
  },
  network: {
    MALFORMED: ['--network n’est ni une adresse ni un réseau :', 'Par exemple : --network 203.0.113.0/24'],
    NOT_FOR_KIND: ['--network ne va pas avec une clé publishable.', 'Enlevez-le : les navigateurs sont partout.'],
  },
  origin: {
    REQUIRED: ['Il manque --origin pour une clé publishable.', 'Par exemple : --origin https://portail.example'],
    MALFORMED: ['--origin n’est pas une origine https :', 'Sans chemin : --origin https://portail.example'],
    NOT_FOR_KIND: ['--origin ne va pas avec une clé live : elle ne doit jamais être dans une page.', 'Enlevez-le.'],
  },
  days: { MALFORMED: ['--days n’est pas un nombre de jours de 1 à 3650.', 'Par exemple : --days 365'] },
  overlap: { MALFORMED: ['--overlap-hours n’est pas un nombre d’heures de 0 à 720.', 'Par exemple : 24'] },
  key: { UNKNOWN: ['Ce partenaire n’a pas de clé en service de ce nom :', 'Voir : partner:show.'] },
  url: {
    REQUIRED: ['Il manque --url.', 'L’adresse du programme qui reçoit : --url https://portail.example/evenements'],
    MALFORMED: [
      '--url n’est pas une adresse https, sans nom, mot de passe ni #.',
      'En démonstration, http://localhost:4000/… va aussi.',
    ],
    TAKEN: ['Cette adresse est déjà enregistrée pour ce partenaire.', 'Voir : partner:webhook show.'],
    TOO_LONG: ['Ce partenaire a déjà cinq adresses.', 'Réglez l’une d’elles : partner:webhook show.'],
    UNKNOWN: [
      'Ce partenaire n’a pas de webhook à cette adresse.',
      'Voir : partner:webhook show (--test : bac à sable).',
    ],
    SEVERAL: ['Ce partenaire en a plusieurs.', 'Dites lequel : --url https://…'],
    UNPROVED: [
      'Le programme qui reçoit n’a pas répondu comme il doit :',
      'Il doit vérifier la signature, puis répondre 200 et {"challenge": "…"} avec la valeur reçue (docs/partners/webhooks.md).',
    ],
  },
  event: {
    MALFORMED: ['--event n’est pas un identifiant d’événement.', 'Voir : partner:webhook show.'],
    UNKNOWN: ['Aucun événement de ce partenaire n’a cet identifiant.', 'Voir : partner:webhook show.'],
  },
  since: {
    REQUIRED: ['Il manque --since ou --event.', 'Par exemple : --since 2026-11-22T08:00:00Z'],
    MALFORMED: ['--since n’est pas un instant.', 'Par exemple : --since 2026-11-22T08:00:00Z'],
  },
  by: {
    REQUIRED: ['Il manque --by.', 'Donnez votre nom de code : --by accueil-2'],
    MALFORMED: ['--by n’est pas un nom de code.', 'Des lettres, des chiffres, des tirets : --by accueil-2'],
  },
}

/** The "no" of a use-case as the command line says it: everything that is wrong, then what to do. */
export function partnerFault({ faults: found }: PartnerRefused): CommandFault {
  const words = found.map(({ field, reason, word }) => {
    const [problem, remedy] = faults[field][reason] ?? [`--${field} est refusé.`, '']
    return [word === undefined ? problem : `${problem} ${word}`, remedy] as const
  })
  const [first] = found
  return new CommandFault(
    `${first?.field ?? 'input'}_${first?.reason ?? 'MALFORMED'}`.toUpperCase(),
    words.map(([problem]) => problem).join('\n'),
    words.map(([, remedy]) => remedy).join('\n'),
  )
}

const kinds: Readonly<Record<KeyKind, string>> = {
  LIVE: 'live (serveurs seulement)',
  TEST: 'test (aucun vrai propriétaire, aucun vrai message)',
  PUBLISHABLE: 'publishable (navigateurs)',
}
const scopes: Readonly<Record<KeyScope, string>> = {
  FLOWS: 'parcours des propriétaires',
  READ_ACCOUNTS: 'état de migration des comptes',
  READ_EVENTS: 'événements',
}

/** The lines that describe a key; its text is none of them. */
export function keyLines(key: Key): string[] {
  const rows: [string, string][] = [
    ['clé', `${key.prefix}…`],
    ['sorte', kinds[key.kind]],
    ['ouvre', key.scopes.map((scope) => scopes[scope]).join(', ')],
    ...(key.allowedNetworks.length > 0 ? [['réseaux', key.allowedNetworks.join(', ')] as [string, string]] : []),
    ...(key.origins.length > 0 ? [['pages', key.origins.join(', ')] as [string, string]] : []),
    ['jusqu’au', key.expiresAt ? parisDay(key.expiresAt) : 'sans fin'],
  ]
  return rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`)
}

/** What is printed of a new key or secret: its text, this once. */
export function secretLines(
  secret: string,
  warning = 'Notez-la maintenant : elle n’est écrite nulle part et ne sera plus jamais montrée.',
): string[] {
  return ['', secret, '', warning]
}
