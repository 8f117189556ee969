import type { Activity, Session } from '../../client/sessions.ts'
import { dateWords, whenWords } from './time.fr.ts'
import { fr, listed, rich } from './typography.ts'

/** E2. */
export const settings = {
  title: fr`Paramètres`,
  heading: fr`Connexion et sécurité`,
  identifier: fr`Identifiant`,
  email: fr`Adresse e-mail`,
  password: fr`Mot de passe`,
  masked: '••••••••',
  changedAt: (at: string) => fr`Changé le ${dateWords(at)}`,
  modify: fr`Modifier`,
  theEmail: fr`l'adresse e-mail`,
  thePassword: fr`le mot de passe`,
  confirmed: (address: string) => rich`Votre adresse e-mail est maintenant : **${address}**.`,
  blocked: (until: string, now: Date) => {
    const hours = Math.ceil((new Date(until).getTime() - now.getTime()) / 3_600_000)
    return fr`Pendant ${hours} heure${hours > 1 ? 's' : ''}, « Mot de passe oublié » ne fonctionne pas. En cas d'oubli, appelez-nous.`
  },
  pending: {
    heading: fr`Changement d'adresse en cours`,
    sent: (address: string) => rich`Nous avons envoyé un code à **${address}**.`,
    kept: (address: string) => rich`Jusqu'à ce que vous l'écriviez, votre adresse reste **${address}**.`,
    elsewhere: ({ email, startedAt }: { email: string; startedAt: string }, now: Date) =>
      rich`Il a été demandé ${whenWords(startedAt, now)}, sur un autre appareil ou un autre navigateur. Le code est parti à **${email}**.`,
    keptElsewhere: (address: string) =>
      rich`Tant que ce code n'est pas écrit, votre adresse reste **${address}**. Ce n'est pas vous ? Annulez, puis modifiez votre mot de passe.`,
    write: fr`Écrire le code`,
    correct: fr`Corriger l'adresse`,
    cancel: fr`Annuler le changement`,
  },
  shared: {
    text: fr`Ce mot de passe ouvre ces comptes :`,
    account: (residence: string, identifier: string) => fr`${residence} – identifiant ${identifier}`,
    split: fr`Définir un mot de passe différent pour l'un d'eux`,
  },
}

/** E6. */
export const devices = {
  heading: fr`Appareils connectés`,
  kinds: {
    ANDROID_PHONE: fr`Téléphone Android`,
    ANDROID_TABLET: fr`Tablette Android`,
    IPHONE: fr`iPhone`,
    IPAD: fr`iPad`,
    WINDOWS: fr`Ordinateur Windows`,
    MAC: fr`Ordinateur Mac`,
    LINUX: fr`Ordinateur Linux`,
    OTHER: fr`Autre appareil`,
  } satisfies Record<Session['device'], string>,
  browsers: {
    CHROME: fr`Chrome`,
    EDGE: fr`Edge`,
    FIREFOX: fr`Firefox`,
    SAFARI: fr`Safari`,
    SAMSUNG: fr`Samsung Internet`,
    OTHER: fr`autre navigateur`,
  } satisfies Record<Session['browser'], string>,
  seen: (at: string, now: Date) => fr`vu ${whenWords(at, now)}`,
  current: fr`celui-ci`,
  partner: (name: string) => fr`par le portail « ${name} »`,
  network: (network: string) => fr`Réseau : ${network}`,
  end: fr`Déconnecter`,
  endOthers: fr`Déconnecter tous les autres`,
  unknown: fr`Vous ne reconnaissez pas un appareil ? Déconnectez-le, puis modifiez votre mot de passe.`,
}

/** E2, « Dernières activités ». */
export const activities = {
  heading: fr`Dernières activités`,
  kinds: {
    ACCOUNT_MIGRATED: fr`Première connexion terminée`,
    SIGNED_IN: fr`Connexion`,
    SIGN_IN_FAILED: fr`Mot de passe faux à la connexion`,
    RESET_REQUESTED: fr`Demande « Mot de passe oublié »`,
    PASSWORD_RESET: fr`Nouveau mot de passe après un oubli`,
    PASSWORD_CHANGED: fr`Mot de passe modifié`,
    PASSWORD_SPLIT: fr`Mot de passe différent pour ce compte`,
    EMAIL_CHANGE_STARTED: fr`Changement d'adresse e-mail demandé`,
    EMAIL_CHANGED: fr`Adresse e-mail modifiée`,
    SESSION_ENDED: fr`Appareil déconnecté`,
    STAFF_ACTION_REQUESTED: fr`Demande faite par notre service`,
    STAFF_ACTION_DONE: fr`Action de notre service`,
    STAFF_ACTION_CANCELLED: fr`Demande de notre service annulée`,
  } satisfies Record<Activity['kind'], string>,
  times: (times: number) => fr`${times} fois`,
  partner: (name: string) => fr`par le portail « ${name} »`,
  account: (identifier: string) => fr`identifiant ${identifier}`,
  unknown: fr`Ce n'est pas vous ? Appelez-nous.`,
}

/** E3. */
export const changeEmail = {
  title: fr`Modifier votre adresse e-mail`,
  current: (address: string) => rich`Adresse actuelle : **${address}**`,
  label: fr`Nouvel e-mail`,
  hint: fr`Par exemple : marie.durand@orange.fr`,
  confirmation: fr`Confirmez cet e-mail`,
  password: fr`Mot de passe de connexion`,
  identifier: fr`Votre identifiant`,
  submit: fr`Valider`,
  cancel: fr`Annuler`,
  keep: (address: string) => fr`Annuler, garder ${address}`,
}

/** E4. */
export const changePassword = {
  title: fr`Modifier votre mot de passe`,
  servesFor: (accounts: readonly { identifier: string }[]) =>
    fr`Ce mot de passe sert pour ${accounts.length > 1 ? 'les identifiants' : "l'identifiant"} ${listed(accounts.map((a) => a.identifier))}.`,
  current: fr`Mot de passe actuel`,
  forgotten: fr`Je ne le connais plus`,
  confirmation: fr`Confirmez le mot de passe`,
  copied: fr`J'ai copié ce mot de passe en lieu sûr`,
  submit: fr`Valider`,
  cancel: fr`Annuler`,
  reveal: {
    current: { show: fr`Afficher le mot de passe actuel`, hide: fr`Cacher le mot de passe actuel` },
    chosen: { show: fr`Afficher le nouveau mot de passe`, hide: fr`Cacher le nouveau mot de passe` },
  },
}

/** A password of its own for one account. */
export const splitPassword = {
  title: fr`Définir un mot de passe différent`,
  link: fr`Définir un mot de passe différent`,
  forThis: (identifier: string) => fr`pour le compte ${identifier}`,
  sharedWith: (others: readonly { identifier: string }[]) =>
    fr`Ce mot de passe sert aussi à : ${listed(others.map((a) => a.identifier))}.`,
  ask: (account: { residence: string; identifier: string }) =>
    rich`En choisir un autre seulement pour **${account.residence}**, identifiant **${account.identifier}** ?`,
  others: fr`Vos autres comptes gardent le mot de passe actuel.`,
}
