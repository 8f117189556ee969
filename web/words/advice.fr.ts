import { fr, rich } from './typography.ts'

/** What is asked before a code leaves for an address (C3, E3). */
export const advice = {
  title: fr`Vérifiez l'adresse`,
  meant: (address: string) => rich`Vouliez-vous écrire **${address}** ?`,
  typed: (address: string) => rich`Vous avez écrit : **${address}**`,
  use: (address: string) => fr`Oui, utiliser ${address}`,
  keep: (address: string) => fr`Non, garder ${address}`,
  noServer: (domain: string) => fr`Nous ne trouvons pas « ${domain} ».`,
  keepAnyway: (address: string) => fr`Garder quand même ${address}`,
  filter: {
    text: (name: string) =>
      rich`Votre messagerie est protégée par **${name}**. Elle peut garder notre message en attente.`,
    sender: (address: string) =>
      rich`Vous pouvez : ajouter **${address}** à vos expéditeurs autorisés, ou choisir une autre adresse.`,
    send: fr`Envoyer le code quand même`,
  },
  another: fr`Choisir une autre adresse`,
  passwordAgain: fr`Écrivez de nouveau votre mot de passe.`,
}
