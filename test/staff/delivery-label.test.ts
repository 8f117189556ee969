import { expect, test } from 'vitest'
import type { ToldDelivery } from '../../server/domain/told-delivery.ts'
import { deliveryLabel } from '../../server/staff/words/delivery-label.ts'

const orange = 'orange.fr'

test.each([
  [{ status: 'ACCEPTED', by: orange }, 'Accepté par la messagerie'],
  [{ status: 'ACCEPTED' }, 'Remis au relais'],
  [{ status: 'DELAYED', reason: 'GREYLISTED' }, 'Retardé par la messagerie, nouvel essai automatique'],
  [{ status: 'DELAYED', reason: 'LATER' }, 'Retardé par la messagerie, nouvel essai automatique'],
  [{ status: 'DELAYED', reason: 'FULL' }, 'Boîte pleine (essai en cours)'],
  [{ status: 'DELAYED', reason: 'UNREACHABLE' }, 'Serveur injoignable, nouvel essai'],
  [{ status: 'REFUSED', reason: 'FULL' }, 'Boîte pleine'],
  [{ status: 'REFUSED', reason: 'UNKNOWN' }, 'Adresse inconnue'],
  [{ status: 'REFUSED', reason: 'DOMAIN' }, 'Nom de domaine inexistant'],
  [{ status: 'REFUSED', reason: 'CLOSED' }, 'Boîte désactivée'],
  [{ status: 'REFUSED', reason: 'FILTERED' }, 'Refusé (filtre) — voir SPF/DKIM'],
  [{ status: 'REFUSED', reason: 'OTHER' }, 'Refusé par la messagerie'],
  [{ status: 'HELD', filter: 'MailInBlack' }, 'Peut-être retenu (MailInBlack)'],
  [{ status: 'HELD' }, 'Peut-être retenu par un anti-spam'],
  [{ status: 'ABANDONED', reason: 'FULL' }, 'Abandonné après plusieurs essais : boîte pleine'],
  [{ status: 'ABANDONED', reason: 'UNREACHABLE' }, 'Abandonné après plusieurs essais'],
  [{ status: 'ABANDONED' }, 'Pas envoyé : sans destinataire, ou devenu inutile'],
  [{ status: 'QUEUED' }, 'En attente d’envoi'],
  [{ status: 'SENDING' }, 'Envoi en cours'],
] as [Partial<ToldDelivery> & Pick<ToldDelivery, 'status'>, string][])('%o is « %s »', (fate, label) => {
  expect(deliveryLabel({ reason: null, by: null, filter: null, ...fate })).toBe(label)
})
