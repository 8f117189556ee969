import type { IdempotencyRefused, Refusal } from './refusals.ts'

export type Locale = 'fr' | 'en'

type Words = { [Name in Refusal['__typename']]: (refusal: Extract<Refusal, { __typename: Name }>) => string }

/** With its day: a wait may be of a day, and « from 14:05 » would then read as over. */
const clock = (at: Date, locale: Locale) => {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB'
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: 'Europe/Paris', ...options }).format(at)
  const day = write({ day: 'numeric', month: 'long' })
  return `${day} ${locale === 'fr' ? 'à' : 'at'} ${write({ hour: '2-digit', minute: '2-digit' })}`
}

const idempotency: Readonly<Record<IdempotencyRefused['reason'], [fr: string, en: string]>> = {
  OTHER_REQUEST: [
    'Cette clé Idempotency-Key a déjà servi à une autre demande.',
    'This Idempotency-Key was used for another request.',
  ],
  SECRET_OVER: [
    'La demande a été faite ; sa réponse contient un secret, qui n’est plus redonné.',
    'The request was carried out; its answer holds a secret that is no longer given again.',
  ],
  MALFORMED: [
    'L’en-tête Idempotency-Key est mal formé : de 16 à 255 caractères.',
    'The Idempotency-Key header is malformed: 16 to 255 characters.',
  ],
}

const fr: Words = {
  SignInRefused: ({ reason }) =>
    reason === 'FROZEN'
      ? 'Ce compte est bloqué. Appelez votre syndic.'
      : reason === 'ISSUED_EXPIRED'
        ? 'Ce mot de passe n’est plus valable. Appelez votre syndic.'
        : 'L’identifiant ou le mot de passe ne correspond pas.',
  TooManyTries: ({ retryAt }) =>
    retryAt ? `Trop d’essais. Réessayez à partir du ${clock(retryAt, 'fr')}.` : 'Trop d’essais. Appelez votre syndic.',
  EmailRefused: () => 'Cette adresse e-mail ne peut pas être utilisée.',
  EmailQuestioned: ({ suggestion, filter }) =>
    suggestion
      ? `Vouliez-vous écrire ${suggestion} ?`
      : filter
        ? `Cette messagerie est protégée par ${filter}, qui peut garder notre message en attente.`
        : 'Nous ne trouvons pas de messagerie à cette adresse. Vérifiez ce qui suit le @.',
  CodeRefused: ({ reason, sentAgainAt }) =>
    reason === 'MALFORMED'
      ? 'Le code a 8 chiffres.'
      : reason === 'WRONG'
        ? 'Ce code n’est pas le bon.'
        : sentAgainAt
          ? 'Ce code n’est plus valable. Un nouveau code vient d’être envoyé.'
          : 'Ce code n’est plus valable.',
  SendRefused: ({ retryAt }) =>
    retryAt
      ? `Aucun code n’est parti. Attendez jusqu’au ${clock(retryAt, 'fr')} avant d’en demander un autre.`
      : 'Aucun autre code ne peut être envoyé. Appelez votre syndic.',
  PasswordRefused: () => 'Ce mot de passe ne respecte pas toutes les règles.',
  FlowClosed: () => 'Cette démarche est terminée. Recommencez depuis la connexion.',
  WrongStep: () => 'Cette étape n’est pas celle attendue.',
  NotSignedIn: () => 'Vous n’êtes pas connecté.',
  InputRefused: () => 'Un champ est vide ou mal rempli.',
  NotAllowed: () => 'Cette clé ne permet pas cette demande.',
  IdempotencyRefused: ({ reason }) => idempotency[reason][0],
  Busy: ({ retryAfterSeconds }) => `Le site est très demandé. Réessayez dans ${retryAfterSeconds} secondes.`,
  CursorRefused: ({ reason }) =>
    reason === 'PURGED'
      ? 'Les événements qui suivaient cet endroit ne sont plus gardés.'
      : 'Ce curseur n’est pas de ceux qui vous ont été donnés.',
}

const en: Words = {
  SignInRefused: ({ reason }) =>
    reason === 'FROZEN'
      ? 'This account is frozen. Call the managing agent.'
      : reason === 'ISSUED_EXPIRED'
        ? 'This password has expired. Call the managing agent.'
        : 'The identifier or the password does not match.',
  TooManyTries: ({ retryAt }) =>
    retryAt ? `Too many tries. Try again from ${clock(retryAt, 'en')}.` : 'Too many tries. Call the managing agent.',
  EmailRefused: () => 'This e-mail address cannot be used.',
  EmailQuestioned: ({ suggestion, filter }) =>
    suggestion
      ? `Did you mean ${suggestion}?`
      : filter
        ? `This mailbox is protected by ${filter}, which may hold our message back.`
        : 'We find no mail server for this address. Check what follows the @.',
  CodeRefused: ({ reason, sentAgainAt }) =>
    reason === 'MALFORMED'
      ? 'The code has 8 digits.'
      : reason === 'WRONG'
        ? 'This is not the right code.'
        : sentAgainAt
          ? 'This code has expired. A new one has just been sent.'
          : 'This code has expired.',
  SendRefused: ({ retryAt }) =>
    retryAt
      ? `No code was sent. Wait until ${clock(retryAt, 'en')} before asking for another.`
      : 'No more codes can be sent. Call the managing agent.',
  PasswordRefused: () => 'This password does not meet all the rules.',
  FlowClosed: () => 'This flow has ended. Start again from sign-in.',
  WrongStep: () => 'This step is not the one expected.',
  NotSignedIn: () => 'You are not signed in.',
  InputRefused: () => 'A field is empty or malformed.',
  NotAllowed: () => 'This key does not allow this request.',
  IdempotencyRefused: ({ reason }) => idempotency[reason][1],
  Busy: ({ retryAfterSeconds }) => `The service is busy. Try again in ${retryAfterSeconds} seconds.`,
  CursorRefused: ({ reason }) =>
    reason === 'PURGED'
      ? 'The events behind this place are no longer kept.'
      : 'This cursor is none that was given to you.',
}

/** The sentence of a refusal, for people whose program has no words of its own. Programs read the fields instead. */
export function messageOf<Name extends Refusal['__typename']>(
  refusal: Extract<Refusal, { __typename: Name }>,
  locale: Locale,
): string {
  const words: Words = locale === 'fr' ? fr : en
  return words[refusal.__typename as Name](refusal)
}

/** French unless the caller prefers English (RFC 9110 weights; anything else is served in French). */
export function localeOf(acceptLanguage: string | null): Locale {
  const weights = { fr: 0, en: 0 }
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.split('-')[0]
    const weight = Number(
      parameters
        .find((p) => p.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    )
    if (language === 'fr' || language === 'en') weights[language] = Math.max(weights[language], weight || 0)
  }
  return weights.en > weights.fr ? 'en' : 'fr'
}
