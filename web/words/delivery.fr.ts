import type { Flow } from '../../client/flow.ts'
import { timeWords } from './time.fr.ts'
import { fr, type Rich, rich } from './typography.ts'

export type Delivery = NonNullable<Flow['delivery']>
type Reason = NonNullable<Delivery['reason']>

/** C4 and E3: what became of the code's mail, and nothing that was not seen. */
export const delivery = {
  check: fr`Vérifier si le message est parti`,
  notYet: fr`Le message n'est pas encore parti.`,
  left: (at: string) => fr`Parti de chez nous à ${timeWords(at)}.`,
  accepted: (by: string, at: string) => fr`Accepté par ${by} à ${timeWords(at)}.`,
  address: (address: string) => rich`Adresse : **${address}**`,
  again: (at: string) => fr`Nouvel essai à ${timeWords(at)}.`,
  soon: fr`Nous réessayons.`,
  abandoned: fr`Nous n'avons pas pu envoyer le message à temps. Demandez un nouveau code ou appelez-nous.`,
  held: {
    by: (filter: string) =>
      rich`Votre messagerie est protégée par **${filter}**. Elle peut garder notre message en attente.`,
    unknown: fr`Votre messagerie est protégée par un anti-spam. Elle peut garder notre message en attente.`,
    allow: (sender: string) =>
      rich`Vous pouvez : ajouter **${sender}** à vos expéditeurs autorisés, ou choisir une autre adresse.`,
  },
}

const notHandedOver = fr`Nous n'avons pas encore pu remettre le message.`
const notDelivered = fr`Le message n'a pas pu être remis. Vérifiez l'adresse ou appelez-nous.`

/** Why a mail waits. The rest of what a server may say for good never comes with a delay; it then waits, no more. */
export const delayed: Record<Reason, string> = {
  GREYLISTED: fr`Votre messagerie nous fait attendre. Le message peut prendre 15 minutes.`,
  FULL: fr`Votre boîte semble pleine.`,
  UNREACHABLE: notHandedOver,
  LATER: notHandedOver,
  UNKNOWN: notHandedOver,
  CLOSED: notHandedOver,
  DOMAIN: notHandedOver,
  FILTERED: notHandedOver,
  OTHER: notHandedOver,
}

export const refused: Record<Reason, string> = {
  FULL: fr`Votre boîte e-mail est pleine. Faites de la place ou choisissez une autre adresse.`,
  UNKNOWN: fr`Votre messagerie ne connaît pas cette adresse. Vérifiez-la.`,
  DOMAIN: fr`Ce qui suit le @ n'existe pas. Vérifiez l'adresse.`,
  CLOSED: fr`Cette boîte e-mail est fermée. Choisissez une autre adresse.`,
  FILTERED: fr`Votre messagerie a refusé notre message. Choisissez une autre adresse ou appelez-nous.`,
  GREYLISTED: notDelivered,
  UNREACHABLE: notDelivered,
  LATER: notDelivered,
  OTHER: notDelivered,
}

/** How the box of the code page looks: as at first, as a warning while there is hope, or as one that ends it. */
export type Mood = 'sent' | 'waits' | 'failed'

export interface VerdictWords {
  mood: Mood
  /** One paragraph each. Empty: nothing is known yet. */
  told: Rich[]
}

// A mail leaves within a second. Said before, « pas encore parti » would only frighten.
const soonSeconds = 5

/** `delivery` in words; null (it may not be told, or there is none) is as if nothing were known. */
export function verdictWords(known: Delivery | null, sender: string, now: Date): VerdictWords {
  if (!known) return { mood: 'sent', told: [] }
  const { status, reason, by, at, filter, nextAttemptAt } = known
  switch (status) {
    case 'QUEUED':
    case 'SENDING': {
      const old = now.getTime() - new Date(at).getTime() > soonSeconds * 1000
      return { mood: 'sent', told: old ? [[delivery.notYet]] : [] }
    }
    case 'ACCEPTED':
      return { mood: 'sent', told: [[by ? delivery.accepted(by, at) : delivery.left(at)]] }
    case 'HELD':
      return {
        mood: 'waits',
        told: [filter ? delivery.held.by(filter) : [delivery.held.unknown], delivery.held.allow(sender)],
      }
    case 'DELAYED': {
      const words = delayed[reason ?? 'LATER']
      // A first contact is let in after minutes that no one knows: an hour of our next try would say too much.
      if (reason === 'GREYLISTED') return { mood: 'waits', told: [[words]] }
      return { mood: 'waits', told: [[`${words} ${nextAttemptAt ? delivery.again(nextAttemptAt) : delivery.soon}`]] }
    }
    case 'REFUSED':
      return { mood: 'failed', told: [[refused[reason ?? 'OTHER']]] }
    case 'ABANDONED':
      return { mood: 'failed', told: [[delivery.abandoned]] }
  }
}
