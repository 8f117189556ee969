import { fr, rich } from './typography.ts'

/** C1 and C2. */
export const connexion = {
  title: fr`Se connecter`,
  heading: fr`Se connecter à votre espace copropriétaire`,
  lead: fr`Première visite ? Prenez l'identifiant et le mot de passe communiqués par nos services (courrier ou appel de fonds).`,
  identifier: { label: fr`Identifiant`, hint: fr`Par exemple : 012345. Il est en haut à droite de votre courrier.` },
  password: { label: fr`Mot de passe`, hint: fr`Celui du courrier, ou celui que vous avez choisi.` },
  submit: fr`Connexion`,
  forgotten: fr`Mot de passe oublié`,
  noLetter: fr`Je n'ai pas reçu de courrier`,
  lost: fr`Mot de passe perdu ? Il figure sur certains documents, par exemple vos appels de fonds. Vous l'aviez modifié et vous ne vous en souvenez plus ? Appelez-nous.`,
  underWay: {
    text: (step: number) =>
      rich`Vous avez commencé la mise à jour de votre compte. Vous en êtes à l'**étape ${step} sur 3**.`,
    resume: fr`Reprendre`,
  },
  signedIn: { text: fr`Vous êtes déjà connecté.`, go: fr`Aller dans mon espace` },
}

export const instructions = {
  title: fr`Bienvenue`,
  heading: (name: string) => fr`Bienvenue, ${name}`,
  lead: fr`Trois étapes, environ 5 minutes.`,
  steps: [
    fr`Vous choisissez votre adresse e-mail.`,
    fr`Nous vous envoyons un code à 8 chiffres par e-mail, et vous l'écrivez sur ce site.`,
    fr`Vous choisissez un nouveau mot de passe.`,
  ],
  before: {
    heading: fr`Avant de commencer`,
    items: [
      rich`Ouvrez votre boîte e-mail, sur ce téléphone ou sur un autre appareil.`,
      rich`Prenez un papier et un stylo.`,
      rich`Votre nouveau mot de passe servira pour **tous vos comptes** chez nous.`,
    ],
  },
  go: fr`Continuer`,
  resume: {
    CHOOSE_EMAIL: fr`Continuer`,
    ENTER_CODE: fr`Reprendre à l'étape 2 : le code`,
    SET_PASSWORD: fr`Reprendre à l'étape 3 : le mot de passe`,
  },
  notYou: fr`Ce n'est pas vous ?`,
  signOut: fr`Se déconnecter`,
}
