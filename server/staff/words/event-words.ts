import type { EventKind } from '../../flows/parts/record.ts'
import { actWords } from './act-words.ts'

/** What an event's facts may hold: enumerated values and counts. */
export type Facts = Readonly<Record<string, unknown>>

type Words = Readonly<Record<EventKind, (facts: Facts) => string>>

const causes: Readonly<Record<string, string>> = { SALE: ' (vente)', DEATH: ' (décès)', ERROR: ' (erreur)' }

/** « Le service (accueil-2) a … »: who it was, by code name. */
const service = ({ by }: Facts) => (typeof by === 'string' ? `le service (${by})` : 'le service')
const act = ({ kind, cause }: Facts) => `${actWords(String(kind)).noun}${causes[String(cause)] ?? ''}`

const words: Words = {
  SIGN_IN_FAILED: () => 'quelqu’un s’est trompé de mot de passe',
  SIGNED_IN: () => 's’est connecté',
  SIGNED_OUT: () => 's’est déconnecté',
  MIGRATION_STARTED: () => 'a commencé la première connexion avec le courrier',
  CODE_SENT: () => 'un code lui a été envoyé',
  CODE_FAILED: () => 'quelqu’un s’est trompé de code',
  CODE_VERIFIED: () => 'a écrit le bon code',
  ACCOUNT_MIGRATED: () => 'a choisi son mot de passe : l’espace est ouvert',
  FLOW_CANCELLED: () => 'a abandonné la démarche en cours',
  RESET_REQUESTED: ({ matched }) =>
    matched === false
      ? 'quelqu’un a demandé un mot de passe oublié avec une autre adresse que celle du compte, ou alors que ce n’est pas possible'
      : 'quelqu’un a demandé un mot de passe oublié, avec la bonne adresse',
  RESET_GUARDED: () => 'dix codes faux : « mot de passe oublié » ne répond plus, sauf sur un appareil déjà connecté',
  PASSWORD_RESET: () => 'a choisi un nouveau mot de passe après un oubli',
  PASSWORD_CHANGED: () => 'a changé son mot de passe dans son espace',
  PASSWORD_SPLIT: () => 'a choisi un mot de passe différent pour ce compte',
  EMAIL_CHANGE_STARTED: () => 'a demandé à changer d’adresse e-mail',
  EMAIL_CHANGED: () => 'a changé d’adresse e-mail',
  SESSION_ENDED: () => 'a déconnecté un appareil',
  CREDENTIAL_FROZEN: ({ emailUndo }) =>
    emailUndo === 'RESTORED'
      ? '« Ce n’est pas moi » a bloqué le compte : l’ancienne adresse e-mail est remise'
      : '« Ce n’est pas moi » a bloqué le compte',
  ADDRESSES_LISTED: (facts) => `${service(facts)} a listé les adresses qui refusent nos messages`,
  ACCOUNT_SHOWN: (facts) => `${service(facts)} a consulté cette fiche`,
  STAFF_ACTION_REQUESTED: (facts) => `${service(facts)} a demandé : ${act(facts)}`,
  STAFF_ACTION_DONE: (facts) => `${service(facts)} a fait : ${act(facts)}`,
  OWNER_EXPORTED: (facts) => `${service(facts)} a remis au propriétaire une copie de ses données`,
  OWNER_ERASED: (facts) => `${service(facts)} a effacé le propriétaire à sa demande`,
  PARTNER_CREATED: (facts) => `${service(facts)} a enregistré un partenaire`,
  PARTNER_CHANGED: (facts) => `${service(facts)} a changé un partenaire`,
  KEY_ISSUED: (facts) => `${service(facts)} a donné une clé à un partenaire`,
  KEY_ROTATED: (facts) => `${service(facts)} a remplacé la clé d’un partenaire`,
  KEY_REVOKED: (facts) => `${service(facts)} a annulé la clé d’un partenaire`,
  WEBHOOK_CHANGED: (facts) => `${service(facts)} a réglé l’envoi des événements à un partenaire`,
  KEY_NETWORK_NEW: () => 'la clé d’un partenaire a servi depuis un réseau nouveau',
  STAFF_ACTION_CANCELLED: (facts) => `a annulé, depuis l’e-mail, la demande du service : ${act(facts)}`,
}

/** An event in plain French, for whoever answers the phone. One of a newer version, by its name. */
export function eventWords(kind: string, facts: Facts): string {
  return Object.hasOwn(words, kind) ? words[kind as EventKind](facts) : kind
}
