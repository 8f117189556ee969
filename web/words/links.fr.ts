import { fr } from './typography.ts'

/** « Ce n'est pas moi ». It says the same for any link: a scanner that opens it learns and changes nothing. */
export const freeze = {
  title: fr`Bloquer mon compte`,
  text: fr`Plus personne ne pourra se connecter, pas même vous.`,
  reopen: fr`Nous seuls pourrons le rouvrir, quand vous nous appellerez.`,
  submit: fr`Bloquer mon compte`,
  cancel: fr`Annuler`,
}

export const cancelRequest = {
  title: fr`Annuler cette demande`,
  text: fr`Notre service a reçu une demande pour votre compte. Nous vous l'avons dit par e-mail.`,
  ask: fr`Vous n'avez rien demandé ? Annulez ici : rien ne changera.`,
  submit: fr`Annuler cette demande`,
  keep: fr`Ne pas annuler`,
}

interface Outcome {
  title: string
  paragraphs: readonly string[]
  /** The link did nothing. */
  refused: boolean
}

/** What a link did, told on a page whose address no longer holds its secret. */
export const outcomes = {
  bloque: {
    title: fr`Votre compte est bloqué`,
    paragraphs: [fr`Appelez-nous pour le rouvrir.`],
    refused: false,
  },
  'bloque-trop-tard': {
    title: fr`Votre compte est bloqué`,
    paragraphs: [
      fr`Appelez-nous pour le rouvrir.`,
      fr`Nous ne pouvons plus remettre l'ancienne adresse ici. Appelez-nous.`,
    ],
    refused: false,
  },
  'bloque-adresse-remise': {
    title: fr`Votre compte est bloqué`,
    paragraphs: [fr`Appelez-nous pour le rouvrir.`, fr`Nous avons remis votre ancienne adresse e-mail.`],
    refused: false,
  },
  'deja-bloque': {
    title: fr`Ce lien a déjà servi`,
    paragraphs: [fr`Il avait bloqué votre compte. Vous ne pouvez pas vous connecter ? Appelez-nous.`],
    refused: true,
  },
  'blocage-trop-tard': {
    title: fr`Ce lien n'est plus valable`,
    paragraphs: [fr`Il n'a rien bloqué. Vous avez un doute ? Appelez-nous tout de suite.`],
    refused: true,
  },
  annule: {
    title: fr`La demande est annulée`,
    paragraphs: [fr`Rien n'a changé pour votre compte. Vous pouvez vous connecter comme avant.`],
    refused: false,
  },
  'deja-annule': {
    title: fr`La demande est déjà annulée`,
    paragraphs: [fr`Ce lien a déjà servi. Rien n'a changé pour votre compte.`],
    refused: true,
  },
  'annulation-trop-tard': {
    title: fr`Ce lien n'est plus valable`,
    paragraphs: [fr`Il n'a rien annulé. Vous n'aviez rien demandé ? Appelez-nous tout de suite.`],
    refused: true,
  },
  inconnu: {
    title: fr`Nous ne connaissons pas ce lien`,
    paragraphs: [
      fr`Il n'a rien changé. L'adresse est peut-être incomplète.`,
      fr`Ouvrez de nouveau le lien de notre e-mail, ou appelez-nous tout de suite.`,
    ],
    refused: true,
  },
} satisfies Record<string, Outcome>
export type OutcomeKey = keyof typeof outcomes

export function isOutcomeKey(key: string | null): key is OutcomeKey {
  return key !== null && Object.hasOwn(outcomes, key)
}

export const outcome = { go: fr`Aller à l'accueil` }
