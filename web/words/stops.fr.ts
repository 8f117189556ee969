import { untilWords, wholeMinuteAfter } from './time.fr.ts'
import { fr } from './typography.ts'

/** Pages that stop a journey: each says what happened, and what to do next. */
export const stops = {
  lost: {
    title: fr`La page a expiré`,
    text: fr`Par sécurité, nous l'avons fermée. Reconnectez-vous pour continuer.`,
    resume: fr`Reprendre`,
  },
  forgotten: {
    title: fr`La page a expiré`,
    text: fr`Par sécurité, nous l'avons fermée. Demandez un nouveau code pour continuer.`,
    again: fr`Demander un code`,
  },
  tooMany: {
    title: fr`Trop d'essais`,
    wait: (retryAt: string, now: Date) =>
      fr`Pour vous protéger, nous attendons ${untilWords(wholeMinuteAfter(retryAt), now)}. Vous pourrez ensuite réessayer.`,
    hurry: fr`Vous êtes pressé ? Appelez-nous :`,
    call: fr`Pour vous protéger, nous avons arrêté les essais. Pour continuer, appelez-nous :`,
  },
  busy: {
    title: fr`Le site est très demandé`,
    text: (seconds: number) =>
      seconds <= 90
        ? fr`Réessayez dans 1 minute. Rien n'est perdu.`
        : fr`Réessayez dans ${Math.ceil(seconds / 60)} minutes. Rien n'est perdu.`,
    again: fr`Réessayer`,
  },
  notFound: {
    title: fr`Cette page n'existe pas`,
    text: fr`L'adresse est peut-être mal écrite.`,
    go: fr`Aller à l'accueil`,
  },
  refused: {
    title: fr`La page n'a pas pu être envoyée`,
    text: fr`Revenez sur le site, puis recommencez.`,
    go: fr`Aller à l'accueil`,
  },
  broken: {
    title: fr`Nous avons un problème technique`,
    text: fr`Vous n'y êtes pour rien. Réessayez dans 5 minutes.`,
    reference: (reference: string) => fr`Référence à donner au téléphone : ${reference}`,
  },
}
