import type { Agency } from '../../client/agency.ts'
import { fr } from './typography.ts'

/** A page of plain paragraphs. `id` lets another page link to one. */
export interface Section {
  id: string
  heading: string
  paragraphs: string[]
}

export const help = {
  title: fr`Aide`,
  sections: [
    {
      id: 'courrier',
      heading: fr`Je n'ai pas reçu de courrier`,
      paragraphs: [
        fr`Votre identifiant et votre mot de passe figurent aussi sur certains documents, par exemple vos appels de fonds. Vous ne les trouvez pas ? Nous vous aidons à les retrouver.`,
      ],
    },
    {
      id: 'e-mail',
      heading: fr`Je n'ai plus accès à mon adresse e-mail`,
      paragraphs: [
        fr`Vous connaissez votre mot de passe ? Connectez-vous, puis changez d'adresse dans « Paramètres ». Sinon, nous vous dirons comment en changer.`,
      ],
    },
    {
      id: 'deces',
      heading: fr`Le copropriétaire est décédé`,
      paragraphs: [fr`N'utilisez pas son courrier, appelez-nous. Nous vous dirons quoi faire.`],
    },
    {
      id: 'vente',
      heading: fr`J'ai vendu mon bien`,
      paragraphs: [
        fr`Vous n'avez plus besoin de cet espace pour ce bien. Dites-le-nous, ou demandez-nous ce qui reste à payer.`,
      ],
    },
    {
      id: 'proche',
      heading: fr`J'aide un proche`,
      paragraphs: [
        fr`Restez à côté de lui, et laissez-le choisir son mot de passe. Utilisez son adresse e-mail, pas la vôtre. Il ne peut pas le faire lui-même ? Demandez-nous de l'aide.`,
      ],
    },
  ] satisfies Section[],
}

export const privacy = {
  title: fr`Données personnelles`,
  sections: (agency: Agency): Section[] => [
    {
      id: 'qui',
      heading: fr`Qui utilise vos données`,
      paragraphs: [fr`${agency.name}, ${agency.postalAddress}. Nous gérons votre copropriété.`],
    },
    {
      id: 'quoi',
      heading: fr`Ce que nous gardons ici`,
      paragraphs: [
        fr`Votre nom, vos identifiants, vos résidences et votre adresse e-mail. Votre date de naissance, si nous la connaissons.`,
        fr`Votre mot de passe est gardé sous une forme que personne ne peut relire. Nous ne le connaissons pas.`,
        fr`Nous notons vos connexions et vos changements, pour protéger votre compte.`,
      ],
    },
    {
      id: 'pourquoi',
      heading: fr`Pourquoi`,
      paragraphs: [
        fr`Elles servent à ouvrir votre espace et à le protéger. Votre adresse e-mail sert au paiement en ligne et au renouvellement de votre mot de passe.`,
        fr`Ce site n'envoie pas de publicité.`,
      ],
    },
    {
      id: 'cookies',
      heading: fr`Cookies`,
      paragraphs: [
        fr`Ce site pose seulement les cookies utiles à votre connexion. Il n'y a ni publicité ni mesure d'audience.`,
      ],
    },
    {
      id: 'droits',
      heading: fr`Vos droits`,
      paragraphs: [
        fr`Vous pouvez voir vos données, les corriger, les faire effacer ou refuser leur usage. Appelez-nous, ou écrivez-nous à l'adresse ci-dessus.`,
        fr`Notre réponse ne vous convient pas ? Vous pouvez vous adresser à la CNIL : www.cnil.fr.`,
      ],
    },
  ],
}

export const legal = {
  title: fr`Mentions légales`,
  sections: (agency: Agency): Section[] => [
    {
      id: 'editeur',
      heading: fr`Éditeur du site`,
      paragraphs: [fr`${agency.name}, ${agency.postalAddress}.`, fr`E-mail : ${agency.senderAddress}`],
    },
    {
      id: 'publication',
      heading: fr`Publication et hébergement`,
      paragraphs: [fr`Nous vous donnons par téléphone le nom du directeur de la publication et celui de l'hébergeur.`],
    },
  ],
}

export const accessibility = {
  title: fr`Accessibilité`,
  sections: [
    {
      id: 'but',
      heading: fr`Un site pour tous`,
      paragraphs: [
        fr`Chaque page se lit en grand, s'utilise au clavier, et fonctionne sans JavaScript. Les lecteurs d'écran peuvent la lire.`,
        fr`Nous suivons les règles WCAG 2.2, niveau AA. Des contrôles automatiques les vérifient à chaque changement.`,
      ],
    },
    {
      id: 'etat',
      heading: fr`État de conformité`,
      paragraphs: [fr`Aucun auditeur extérieur n'a encore contrôlé ce site selon le RGAA.`],
    },
    {
      id: 'signaler',
      heading: fr`Une page vous gêne ?`,
      paragraphs: [
        fr`Appelez-nous : nous faisons la démarche avec vous. Sans réponse de notre part, vous pouvez saisir le Défenseur des droits.`,
      ],
    },
  ] satisfies Section[],
}
