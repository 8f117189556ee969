import { timeWords, untilWords } from './time.fr.ts'
import { fr, rich } from './typography.ts'

/** F1. */
export const forgotten = {
  title: fr`Mot de passe oublié`,
  lead: fr`Écrivez votre identifiant et l'adresse e-mail associée à votre compte. Nous vous envoyons un code.`,
  notUpdated: fr`Vous n'avez pas encore fait la mise à jour de votre compte ? Appelez votre service de syndic :`,
  email: { label: fr`Adresse e-mail`, hint: fr`Celle de votre compte. Par exemple : marie.durand@orange.fr` },
  submit: fr`Valider`,
  lostAddress: fr`Je n'ai plus accès à cette adresse`,
  back: fr`Revenir à la connexion`,
  underWay: {
    asked: (at: string) => fr`Vous avez demandé un code à ${timeWords(at)}.`,
    askedBefore: fr`Vous avez demandé un code.`,
    write: fr`Écrire le code`,
    proved: fr`Vous avez écrit le bon code.`,
    choose: fr`Choisir le mot de passe`,
  },
}

/** F2. What it says is a function of what was typed: it must not tell whether the account exists. */
export const resetCode = {
  guide: fr`Code de validation`,
  sent: (address: string) =>
    rich`**Si** l'identifiant et l'adresse vont ensemble, vous allez recevoir un code à 8 chiffres à **${address}**.`,
  write: fr`Merci de saisir ce code dans le cadre ci-dessous. Ne fermez pas cette page : ouvrez un autre onglet pour lire vos e-mails.`,
  validity: (minutes: number, until: string, now: Date) =>
    rich`Ce code est valable **${untilWords(until, now)}** (${minutes} minutes).`,
  over: fr`Ce code n'est plus valable.`,
  problem: fr`Problème de réception ? :`,
  resend: fr`recevoir un nouveau code`,
  resent: (at: string, earlierUntil: string | null, now: Date) =>
    earlierUntil
      ? rich`Nouveau code demandé à ${timeWords(at)}. **L'ancien code reste valable** ${untilWords(earlierUntil, now)}.`
      : rich`Nouveau code demandé à ${timeWords(at)}.`,
  otherAddress: fr`Vous avez peut-être donné une autre adresse.`,
  back: fr`Revenir en arrière`,
  nothing: (minutes: number) => fr`Rien reçu au bout de ${minutes} minutes ?`,
}

/** F3 and what follows it. */
export const resetPassword = {
  guide: fr`Nouveau mot de passe`,
  title: fr`Choisissez un nouveau mot de passe`,
}

export const resetDone = {
  title: fr`Votre mot de passe est changé`,
  elsewhere: fr`Si vous étiez connecté sur un autre appareil, il faudra vous reconnecter.`,
  signIn: fr`Connectez-vous avec votre identifiant et votre nouveau mot de passe.`,
  go: fr`Se connecter`,
}
