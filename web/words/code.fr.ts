import { timeWords, untilWords, wholeMinuteAfter } from './time.fr.ts'
import { fr, rich } from './typography.ts'

/** C4. */
export const code = {
  title: fr`Regardez vos e-mails`,
  sent: (address: string) => rich`Nous avons envoyé un code à 8 chiffres à **${address}**.`,
  changeAddress: fr`Modifier l'adresse`,
  keepOpen: fr`Ne fermez pas cette page. Ouvrez un nouvel onglet pour lire vos e-mails. Page fermée ? Revenez sur le site : vous reprendrez ici.`,
  sender: (agency: string, address: string) => rich`Le message vient de **${agency} <${address}>**.`,
  wait: (folder: string) => fr`Il peut mettre quelques minutes. Regardez aussi dans « ${folder} ».`,
  validity: (minutes: number, until: string, now: Date) =>
    rich`Ce code est valable ${minutes} minutes, **${untilWords(until, now)}**.`,
  label: fr`Code à 8 chiffres`,
  hint: fr`Vous pouvez le copier et le coller. Les espaces ne gênent pas.`,
  submit: fr`Suivant`,
  nothing: {
    heading: fr`Vous n'avez rien reçu ?`,
    wait: fr`Attendez 2 ou 3 minutes.`,
    look: fr`Regardez dans « Indésirables » ou « Spam ».`,
    resend: fr`Recevoir un nouveau code`,
    other: fr`Utiliser une autre adresse`,
  },
  closed: fr`Demandez un nouveau code pour continuer.`,
  resent: (address: string, sentAt: string, earlierUntil: string | null, now: Date) =>
    earlierUntil
      ? rich`Nouveau code envoyé à ${address} à ${timeWords(sentAt)}. **L'ancien code reste valable** ${untilWords(earlierUntil, now)}.`
      : rich`Nouveau code envoyé à ${address} à ${timeWords(sentAt)}.`,
  expiry: { soon: fr`Il reste 5 minutes.`, over: fr`Le code n'est plus valable. Demandez-en un nouveau.` },
}

/** Under a pause « un code vient de partir »; past a limit of the hour or the day, a longer wait; else the telephone. */
export function sendRefusedWords(retryAt: string | null, now: Date): string {
  if (!retryAt) return fr`Nous ne pouvons plus vous envoyer de code aujourd'hui. Appelez-nous.`
  const until = untilWords(wholeMinuteAfter(retryAt), now)
  return new Date(retryAt).getTime() - now.getTime() <= 2 * 60_000
    ? fr`Un code vient de partir. Attendez ${until} avant d'en demander un autre.`
    : fr`Nous vous avons déjà envoyé plusieurs codes. Attendez ${until}, ou appelez-nous.`
}

// What each provider calls the folder, in French, on its own screens.
const folders: readonly [RegExp, string][] = [
  [
    /@(orange|wanadoo|laposte|sfr|neuf|cegetel|club-internet|icloud|me|mac|free|bbox)(\.[a-z]{2,3}){1,2}$/i,
    'Indésirables',
  ],
  [/@(outlook|hotmail|live|msn)(\.[a-z]{2,3}){1,2}$/i, 'Courrier indésirable'],
  [/@(gmail|googlemail|yahoo|ymail|aol|proton|protonmail|gmx)(\.[a-z]{2,3}){1,2}$/i, 'Spam'],
]

/** The name of the unwanted-mail folder at the provider of `address` (masked or not). */
export function unwantedFolder(address: string): string {
  return folders.find(([provider]) => provider.test(address))?.[1] ?? 'Indésirables'
}
