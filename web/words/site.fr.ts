import { fr } from './typography.ts'

/** What every page carries. */
export const site = {
  skip: fr`Aller au contenu`,
  place: fr`Espace copropriétaire`,
  journey: fr`Première connexion`,
  errorTitle: fr`Erreur`,
  problem: fr`Il y a un problème`,
  needHelp: fr`Besoin d'aide ?`,
  call: fr`Appelez le`,
  oneMoment: fr`Un instant…`,
  footer: {
    label: fr`Informations`,
    privacy: fr`Données personnelles`,
    legal: fr`Mentions légales`,
    accessibility: fr`Accessibilité`,
    help: fr`Aide`,
  },
  menu: {
    label: fr`Espace copropriétaire`,
    home: fr`Accueil`,
    accounts: fr`Mes comptes`,
    settings: fr`Paramètres`,
    signOut: fr`Se déconnecter`,
  },
  reveal: { show: fr`Afficher le mot de passe`, hide: fr`Cacher le mot de passe` },
  copy: { copy: fr`Copier`, copied: fr`Mot de passe copié` },
}

/** Short news at the top of a page, after a redirect; its key travels in a cookie, never its words. */
export const news = {
  'deja-termine': () => fr`C'est déjà fait : votre espace est ouvert. Connectez-vous avec votre nouveau mot de passe.`,
  deconnecte: () => fr`Vous êtes déconnecté.`,
  'mot-de-passe-change': () => fr`Votre mot de passe est changé. Nous vous avons envoyé un e-mail.`,
  'mot-de-passe-separe': () => fr`Ce compte a maintenant son propre mot de passe. Nous vous avons envoyé un e-mail.`,
  'changement-ferme': () => fr`Ce changement d'adresse n'est plus en cours. Votre adresse est affichée ci-dessous.`,
  'changement-annule': () => fr`Le changement d'adresse est annulé. Vous gardez votre adresse.`,
  'appareil-deconnecte': () => fr`L'appareil est déconnecté.`,
  'appareils-deconnectes': () => fr`Tous les autres appareils sont déconnectés.`,
  'appareil-deconnecte-et-changement': () =>
    fr`L'appareil est déconnecté. Le changement d'adresse en cours est annulé aussi.`,
  'appareils-deconnectes-et-changement': () =>
    fr`Tous les autres appareils sont déconnectés. Le changement d'adresse en cours est annulé aussi.`,
}
export type NewsKey = keyof typeof news

export function isNewsKey(key: string | null): key is NewsKey {
  return key !== null && Object.hasOwn(news, key)
}

/** « M. Durand », « Mme Durand », « Durand ». */
export function ownerName(owner: { title: string; lastName: string }): string {
  return [owner.title, owner.lastName].filter(Boolean).join('\u00a0')
}

/** The guide's steps, and the short name of each under its dot. */
export const steps = {
  service: fr`Mise à jour de votre service en ligne`,
  label: fr`Étapes`,
  position: (step: number) => fr`Étape ${step} sur 3`,
  done: fr`fait`,
  current: fr`en cours`,
  guideTitles: [
    fr`1 – Adresse e-mail`,
    fr`2 – Authentification de votre e-mail`,
    fr`3 – Mot de passe d'accès à votre compte`,
  ],
  dots: [fr`E-mail`, fr`Code`, fr`Mot de passe`],
} as const
