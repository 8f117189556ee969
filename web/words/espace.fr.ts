import type { Me } from '../../client/me.ts'
import { dayAndTimeWords, whenWords } from './time.fr.ts'
import { fr, rich } from './typography.ts'

type Refused = NonNullable<Me['emailRefused']>

/** C6, E1 and E5. */
export const done = {
  title: fr`C'est terminé, votre espace est ouvert`,
  works: fr`Votre nouveau mot de passe fonctionne pour ces comptes :`,
  sameIdentifier: fr`Votre identifiant n'a pas changé. Ce n'est pas votre adresse e-mail.`,
  nextTime: (identifier: string) =>
    rich`La prochaine fois, utilisez : identifiant **${identifier}** et votre nouveau mot de passe. Celui du courrier n'est plus valable.`,
  confirmation: (address: string) => rich`Nous vous avons envoyé un e-mail de confirmation à **${address}**.`,
  go: fr`Aller dans mon espace`,
  print: fr`Imprimer ce récapitulatif`,
}

export const home = {
  title: fr`Accueil`,
  heading: (name: string) => fr`Bonjour ${name}`,
  lastVisit: (at: string) => fr`Dernière connexion : ${dayAndTimeWords(at)}`,
  accounts: (count: number) => fr`Mes comptes (${count})`,
  accountsText: fr`Vos identifiants et vos résidences.`,
  settings: fr`Connexion et sécurité`,
  settingsText: fr`Votre adresse e-mail et votre mot de passe.`,
}

/** E1 and E2: the verified address refuses our mail. */
export const refusedEmail = {
  banner: fr`Votre adresse e-mail ne reçoit plus nos messages.`,
  verify: fr`La vérifier`,
  since: (at: string, now: Date) => fr`Cette adresse ne reçoit plus nos messages depuis ${whenWords(at, now)}.`,
  reasons: {
    UNKNOWN: fr`Votre messagerie ne connaît pas cette adresse.`,
    CLOSED: fr`Cette boîte e-mail est fermée.`,
    DOMAIN: fr`Ce qui suit le @ n'existe pas.`,
  } satisfies Partial<Record<Refused['reason'], string>> as Partial<Record<Refused['reason'], string>>,
  remedy: fr`Cette boîte n'est plus la vôtre ? Donnez une autre adresse. Elle fonctionne ? Appelez-nous.`,
  change: fr`Modifier mon adresse e-mail`,
}

export const accounts = {
  title: fr`Mes comptes`,
  lead: fr`Chaque compte a son identifiant. Le même mot de passe fonctionne pour tous, sauf si vous en avez choisi un autre.`,
  identifier: fr`Identifiant`,
  residence: fr`Résidence`,
  state: fr`État`,
  states: {
    ISSUED: fr`Pas encore ouvert : utilisez le mot de passe du courrier`,
    ACTIVE: fr`Ouvert`,
    FROZEN: fr`Bloqué à votre demande`,
    CLOSED: fr`Fermé`,
  } satisfies Record<Me['accounts'][number]['state'], string>,
  none: fr`Nous ne trouvons pas de compte. Appelez-nous.`,
  missing: fr`Il manque un compte ? Appelez-nous.`,
}
