import type { Agency } from '../../client/agency.ts'
import type { Kept } from '../load-context.ts'
import { fr, listed, phoneWords } from './typography.ts'

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
  sections: (agency: Agency, kept: Kept, portals: readonly string[]): Section[] => [
    {
      id: 'qui',
      heading: fr`Qui utilise vos données`,
      paragraphs: [
        fr`${agency.name}, ${agency.postalAddress}. Nous gérons votre copropriété.`,
        fr`Nos équipes les voient pour vous aider, et chaque consultation est notée. Ceux qui hébergent ce site et acheminent nos messages les traitent pour nous.`,
      ],
    },
    ...portalSection(portals),
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
        fr`Nous en avons besoin pour notre contrat de syndic. Le journal sert à la sécurité de vos comptes : c'est notre intérêt légitime.`,
        fr`Ce site n'envoie pas de publicité.`,
      ],
    },
    {
      id: 'durees',
      heading: fr`Combien de temps`,
      paragraphs: [
        fr`Votre compte et votre adresse e-mail : tant que vous êtes copropriétaire chez nous. Le reste s'efface tout seul.`,
        fr`Une adresse que vous n'avez pas confirmée : ${kept.endedFlowHours} heures après la fin de la démarche.`,
        fr`Votre adresse d'avant, si vous en changez : ${kept.formerAddressDays} jours.`,
        fr`L'adresse à laquelle un message est parti : ${kept.mailAddressDays} jours.`,
        fr`Vos appareils : ${kept.endedSessionDays} jours après la fin de la connexion. Un appareil que nous reconnaissons : ${kept.deviceDays} jours.`,
        fr`Le nombre de vos essais : ${kept.countedDays} jours au plus.`,
        fr`Le journal de vos connexions et de vos changements : ${kept.auditMonths} mois.`,
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
        fr`Vous pouvez avoir une copie de vos données, et les faire corriger. Appelez-nous, ou écrivez-nous à l'adresse ci-dessus.`,
        fr`Vous pouvez aussi refuser leur usage, ou les faire effacer quand vous n'êtes plus copropriétaire.`,
        fr`Notre réponse ne vous convient pas ? Vous pouvez vous adresser à la CNIL : www.cnil.fr.`,
      ],
    },
  ],
}

/** Who else may handle what is the owners': named while their keys work, and nobody while there are none. */
function portalSection(portals: readonly string[]): Section[] {
  if (portals.length === 0) return []
  return [
    {
      id: 'portails',
      heading: fr`Les portails partenaires`,
      paragraphs: [
        portals.length > 1
          ? fr`Ces portails partenaires servent aussi nos copropriétaires : ${listed(portals)}.`
          : fr`Ce portail partenaire sert aussi nos copropriétaires : ${listed(portals)}.`,
        fr`Un portail peut savoir, pour chaque identifiant, si l'espace est ouvert, et quand son accès a changé.`,
        fr`Si vous vous y connectez, il voit ce que vous voyez ici. Sinon, nous ne lui donnons ni votre nom, ni votre adresse, ni votre mot de passe.`,
      ],
    },
  ]
}

/** What an agency has not said is said to be missing, never made up. */
const legalNames = {
  registration: fr`Il manque l'immatriculation du cabinet.`,
  publicationDirector: fr`Il manque le nom du directeur de la publication.`,
  hostCompany: fr`Il manque le nom et l'adresse de l'hébergeur.`,
}

export const legal = {
  title: fr`Mentions légales`,
  sections: (agency: Agency): Section[] => {
    const { registration, publicationDirector, hostCompany } = agency
    const missing = Object.entries({ registration, publicationDirector, hostCompany }).flatMap(([field, said]) =>
      said ? [] : legalNames[field as keyof typeof legalNames],
    )
    const section = (id: string, heading: string, paragraphs: (string | null)[]): Section[] => {
      const said = paragraphs.filter((text) => text !== null)
      return said.length > 0 ? [{ id, heading, paragraphs: said }] : []
    }
    return [
      ...section('editeur', fr`Éditeur du site`, [
        fr`${agency.name}, ${agency.postalAddress}.`,
        registration && fr`${registration}`,
        fr`Téléphone : ${phoneWords(agency.phone)}. E-mail : ${agency.senderAddress}`,
      ]),
      ...section('publication', fr`Directeur de la publication`, [publicationDirector && fr`${publicationDirector}`]),
      ...section('hebergement', fr`Hébergement`, [hostCompany && fr`${hostCompany}`]),
      ...section('manque', fr`Ce qui manque encore ici`, [
        ...missing,
        missing.length > 0 ? fr`Nous vous le disons par téléphone.` : null,
      ]),
    ]
  },
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
      paragraphs: [
        fr`Aucun auditeur extérieur n'a encore contrôlé ce site selon le RGAA. Nous ne le disons donc pas conforme.`,
        fr`Nos contrôles ouvrent chaque page dans un vrai navigateur : agrandie, au clavier, sans JavaScript, sur un petit écran. Ils ne trouvent aucun défaut connu.`,
        fr`Ce qu'une machine ne sait pas voir reste à contrôler avec des personnes handicapées.`,
      ],
    },
    {
      id: 'signaler',
      heading: fr`Une page vous gêne ?`,
      paragraphs: [
        fr`Appelez-nous : nous faisons la démarche avec vous, ou nous vous donnons la même chose autrement.`,
        fr`Sans réponse de notre part, vous pouvez saisir le Défenseur des droits : www.defenseurdesdroits.fr.`,
      ],
    },
  ] satisfies Section[],
}
