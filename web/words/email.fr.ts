import { fr, rich } from './typography.ts'

/** C3 and C3b. */
export const email = {
  title: fr`Votre adresse e-mail`,
  notIdentifier: fr`Cette adresse n'est pas votre identifiant et ne le remplace pas. Vous gardez l'identifiant communiqué par nos services.`,
  purpose: fr`Elle sert au paiement en ligne et au renouvellement de votre mot de passe.`,
  check: {
    intro: fr`Avant de valider, vérifiez :`,
    items: [
      fr`que votre boîte fonctionne ;`,
      fr`qu'elle n'est pas pleine ;`,
      fr`qu'elle n'est pas protégée par un anti-spam (MailInBlack ou autre).`,
    ],
  },
  label: fr`Adresse e-mail`,
  hint: fr`Par exemple : marie.durand@orange.fr`,
  submit: fr`Suivant`,
  privacy: (agency: string) => fr`${agency} utilise cette adresse pour gérer votre compte. Vos droits : voir`,
  privacyLink: fr`« Données personnelles »`,
  proposed: { text: (masked: string) => rich`Adresse déjà proposée : **${masked}**`, use: fr`Utiliser cette adresse` },
  sent: {
    text: (address: string) => rich`Nous avons déjà envoyé un code à **${address}**.`,
    go: fr`Écrire le code`,
  },
}

export const verifiedEmail = {
  title: fr`Votre adresse e-mail`,
  text: (masked: string) => rich`Nous envoyons le code à l'adresse déjà validée : **${masked}**.`,
  submit: fr`Envoyer le code`,
  lost: fr`Vous n'avez plus accès à cette adresse ? Appelez-nous.`,
}
