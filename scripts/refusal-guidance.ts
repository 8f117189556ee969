// What a partner's screen does with each refusal, in both languages. Exhaustive: a new refusal without its guidance does
// not compile.
import type { Refusal } from '../server/domain/refusals.ts'
import type { InBoth, Retry } from './retry-words.ts'

interface Guidance<R extends Refusal> {
  /** When it comes, in French; in English its description in the contract says so. */
  quand: string
  show: InBoth
  retry: Retry
  /** One of each kind, for the sentences that people read. */
  samples: [R, ...R[]]
}

const at = new Date('2026-11-22T13:05:00.000Z')

export const refusalGuidance: { [Name in Refusal['__typename']]: Guidance<Extract<Refusal, { __typename: Name }>> } = {
  SignInRefused: {
    quand: 'L’identifiant et le secret n’ouvrent rien. Un identifiant inconnu reçoit la même réponse.',
    show: {
      fr: 'La phrase sous le champ du mot de passe, et les essais restants quand `triesLeft` est donné. Ne dites jamais si l’identifiant existe : vous ne le savez pas.',
      en: 'The sentence below the password field, and the tries left when `triesLeft` is given. Never say whether the identifier exists: you do not know.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [
      { __typename: 'SignInRefused', reason: 'WRONG', triesLeft: 2, expiredAt: null },
      { __typename: 'SignInRefused', reason: 'ISSUED_EXPIRED', triesLeft: null, expiredAt: at },
      { __typename: 'SignInRefused', reason: 'FROZEN', triesLeft: null, expiredAt: null },
    ],
  },
  TooManyTries: {
    quand: 'Une limite d’essais est atteinte. Rien n’a été comparé : même le bon secret est refusé.',
    show: {
      fr: 'L’heure de `retryAt`, à Paris ; sans elle, le téléphone et les heures du cabinet (`agency`).',
      en: 'The time of `retryAt`, in Paris; without it, the agency’s telephone and hours (`agency`).',
    },
    retry: 'AT_ITS_INSTANT',
    samples: [
      { __typename: 'TooManyTries', retryAt: at },
      { __typename: 'TooManyTries', retryAt: null },
    ],
  },
  EmailRefused: {
    quand: 'L’adresse ne peut pas être utilisée : `reason` dit pourquoi.',
    show: {
      fr: 'La raison sous le champ, l’adresse telle que tapée, et `suggestion` comme un bouton quand elle est donnée.',
      en: 'The reason below the field, the address as typed, and `suggestion` as a button when it is given.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'EmailRefused', reason: 'NO_AT', suggestion: null }],
  },
  EmailQuestioned: {
    quand:
      'L’adresse est possible, mais l’une des trois choses est à dire : une faute de frappe probable, un filtre qui demande une preuve, un domaine qui ne reçoit pas de courrier.',
    show: {
      fr: 'La question avec deux boutons : corriger, ou continuer avec cette adresse. Avertir, jamais bloquer.',
      en: 'The question with two buttons: correct it, or go on with this address. Warn, never block.',
    },
    retry: 'WITH_CONFIRMED',
    samples: [
      { __typename: 'EmailQuestioned', suggestion: 'marie.durand@orange.fr', filter: null, noServer: false },
      { __typename: 'EmailQuestioned', suggestion: null, filter: 'MailInBlack', noServer: false },
      { __typename: 'EmailQuestioned', suggestion: null, filter: null, noServer: true },
    ],
  },
  CodeRefused: {
    quand: 'Le code n’est pas un code vivant de cette démarche et de cette adresse.',
    show: {
      fr: 'La phrase et `triesLeft` ; à 0, le bouton « Recevoir un autre code ». Avec `sentAgainAt` : un nouveau code est déjà parti.',
      en: 'The sentence and `triesLeft`; at 0, the button that asks for another code. With `sentAgainAt`: a new code has left already.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [
      { __typename: 'CodeRefused', reason: 'WRONG', triesLeft: 4, sentAgainAt: null },
      { __typename: 'CodeRefused', reason: 'EXPIRED', triesLeft: 5, sentAgainAt: at },
      { __typename: 'CodeRefused', reason: 'EXPIRED', triesLeft: 5, sentAgainAt: null },
      { __typename: 'CodeRefused', reason: 'MALFORMED', triesLeft: 5, sentAgainAt: null },
    ],
  },
  SendRefused: {
    quand: 'Aucun code n’est parti : le précédent est trop récent, ou les envois de l’heure ou du jour sont épuisés.',
    show: {
      fr: 'L’heure de `retryAt`, à Paris. Les codes déjà reçus restent bons jusqu’à leur heure : dites-le.',
      en: 'The time of `retryAt`, in Paris. Codes already received stay good until their time: say so.',
    },
    retry: 'AT_ITS_INSTANT',
    samples: [
      { __typename: 'SendRefused', retryAt: at },
      { __typename: 'SendRefused', retryAt: null },
    ],
  },
  PasswordRefused: {
    quand: 'Le nouveau mot de passe n’a pas été enregistré. Rien n’a changé.',
    show: {
      fr: 'Chaque règle de `unmet` avec ses mots (`passwordPolicy`), les champs vidés.',
      en: 'Each rule of `unmet` in its words (`passwordPolicy`), the boxes emptied.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'PasswordRefused', unmet: ['MIN_LENGTH'] }],
  },
  FlowClosed: {
    quand: 'La démarche de cette clé est terminée : `reason` dit comment.',
    show: {
      fr: 'Pourquoi, et le chemin du retour : la page de connexion. Oubliez la clé.',
      en: 'Why, and the way back: the sign-in page. Forget the handle.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'FlowClosed', reason: 'EXPIRED' }],
  },
  WrongStep: {
    quand: 'La démarche en est à une autre étape. Une demande envoyée deux fois finit ici, sans dommage.',
    show: {
      fr: 'Rien : montrez la page de l’étape `expected`.',
      en: 'Nothing: show the page of the step `expected`.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'WrongStep', expected: 'ENTER_CODE' }],
  },
  NotSignedIn: {
    quand: 'Aucune session vivante n’a ce jeton.',
    show: {
      fr: 'La page de connexion. Oubliez le jeton.',
      en: 'The sign-in page. Forget the token.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'NotSignedIn' }],
  },
  InputRefused: {
    quand: 'La saisie ne peut pas être traitée. Rien n’a été compté ni changé.',
    show: {
      fr: 'Chaque champ de `fields` avec sa raison. `UNKNOWN` sur un champ que vous remplissez vous-même est une erreur de votre programme.',
      en: 'Each field of `fields` with its reason. `UNKNOWN` on a field that you fill yourself is a fault of your program.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'InputRefused', fields: [{ field: 'identifier', reason: 'REQUIRED' }] }],
  },
  Busy: {
    quand: 'Plus est demandé que ce qui peut être fait maintenant. Rien n’a été cherché, compté ni changé.',
    show: {
      fr: 'Rien avant le second échec : réessayez vous-même une fois. Puis la phrase, et un bouton.',
      en: 'Nothing before the second failure: try again yourself once. Then the sentence, and a button.',
    },
    retry: 'AFTER_ITS_SECONDS',
    samples: [{ __typename: 'Busy', retryAfterSeconds: 2 }],
  },
  NotAllowed: {
    quand: 'La clé du partenaire n’ouvre pas cela. Rien n’a été cherché, compté ni changé.',
    show: {
      fr: 'Rien au propriétaire : c’est un réglage de votre clé. Demandez le droit qui manque au cabinet.',
      en: 'Nothing to the owner: it is how your key was issued. Ask the agency for the scope that is missing.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [{ __typename: 'NotAllowed' }],
  },
  IdempotencyRefused: {
    quand: 'L’en-tête `Idempotency-Key` ne permet pas de répondre. Cette demande n’a rien changé.',
    show: {
      fr: 'Rien au propriétaire. `OTHER_REQUEST`, `MALFORMED` : une erreur de votre programme, une clé neuve par demande. `SECRET_OVER` : la demande a abouti ; reprenez à la connexion.',
      en: 'Nothing to the owner. `OTHER_REQUEST`, `MALFORMED`: a fault of your program, one new key for each request. `SECRET_OVER`: the request was carried out; go on from sign-in.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [
      { __typename: 'IdempotencyRefused', reason: 'OTHER_REQUEST' },
      { __typename: 'IdempotencyRefused', reason: 'SECRET_OVER' },
      { __typename: 'IdempotencyRefused', reason: 'MALFORMED' },
    ],
  },
  CursorRefused: {
    quand:
      'Rien ne suit ce curseur : il n’est pas de ceux qui vous ont été donnés, ou ce qui le suivait n’est plus gardé.',
    show: {
      fr: 'Rien au propriétaire. Reprenez sans curseur ; après `PURGED`, relisez aussi `accounts` une fois.',
      en: 'Nothing to the owner. Begin again without a cursor; after `PURGED`, read `accounts` once as well.',
    },
    retry: 'NEVER_AS_IT_IS',
    samples: [
      { __typename: 'CursorRefused', reason: 'UNKNOWN' },
      { __typename: 'CursorRefused', reason: 'PURGED' },
    ],
  },
}
