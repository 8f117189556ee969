/** A sentence in both languages of the catalogue. */
export interface InBoth {
  fr: string
  en: string
}

/** Whether the same request may be sent again. */
export type Retry = 'NEVER_AS_IT_IS' | 'AT_ITS_INSTANT' | 'AFTER_ITS_SECONDS' | 'WITH_CONFIRMED'

/** What the catalogue says to whoever asks. */
export const retryWords: Record<Retry, InBoth> = {
  NEVER_AS_IT_IS: {
    fr: 'Non : la même demande recevrait la même réponse. Il faut une autre saisie ou une autre étape.',
    en: 'No: the same request would get the same answer. It takes other input or another step.',
  },
  AT_ITS_INSTANT: {
    fr: 'Pas avant `retryAt`. Sans `retryAt` : seul le service peut aider.',
    en: 'Not before `retryAt`. Without `retryAt`: only the service can help.',
  },
  AFTER_ITS_SECONDS: {
    fr: 'Oui, la même demande, après `retryAfterSeconds` secondes.',
    en: 'Yes, the same request, after `retryAfterSeconds` seconds.',
  },
  WITH_CONFIRMED: {
    fr: 'Oui, la même demande avec `confirmed: true`, si la personne le veut ainsi.',
    en: 'Yes, the same request with `confirmed: true`, if the person wants it so.',
  },
}
