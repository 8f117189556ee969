import type { DeliveryReason, DeliveryStatus } from '../../domain/delivery.ts'
import type { ToldDelivery } from '../../domain/told-delivery.ts'

type Fate = Pick<ToldDelivery, 'status' | 'reason' | 'by' | 'filter'>

/** interface-fr.md, "What a mail server answered", column "staff label". */
const statuses: Readonly<Record<DeliveryStatus, (fate: Fate) => string>> = {
  QUEUED: () => 'En attente d’envoi',
  SENDING: () => 'Envoi en cours',
  ACCEPTED: ({ by }) => (by ? 'Accepté par la messagerie' : 'Remis au relais'),
  HELD: ({ filter }) => (filter ? `Peut-être retenu (${filter})` : 'Peut-être retenu par un anti-spam'),
  DELAYED: ({ reason }) => (reason && delays[reason]) ?? 'Retardé par la messagerie, nouvel essai automatique',
  REFUSED: ({ reason }) => (reason && refusals[reason]) ?? 'Refusé par la messagerie',
  ABANDONED: ({ reason }) =>
    reason
      ? `Abandonné après plusieurs essais${reason === 'FULL' ? ' : boîte pleine' : ''}`
      : 'Pas envoyé : sans destinataire, ou devenu inutile',
}

const delays: Partial<Record<DeliveryReason, string>> = {
  UNREACHABLE: 'Serveur injoignable, nouvel essai',
  FULL: 'Boîte pleine (essai en cours)',
}

const refusals: Partial<Record<DeliveryReason, string>> = {
  FULL: 'Boîte pleine',
  UNKNOWN: 'Adresse inconnue',
  DOMAIN: 'Nom de domaine inexistant',
  CLOSED: 'Boîte désactivée',
  FILTERED: 'Refusé (filtre) — voir SPF/DKIM',
}

/** What became of a mail, for the service. Never more than was seen: what a relay took is not yet at the mailbox. */
export function deliveryLabel(fate: Fate): string {
  return statuses[fate.status](fate)
}
