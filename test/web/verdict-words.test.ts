import { describe, expect, test } from 'vitest'
import { type Delivery, verdictWords } from '../../web/words/delivery.fr.ts'
import { plain } from '../../web/words/typography.ts'

const at = '2026-11-22T13:05:00.000Z'
const now = new Date('2026-11-22T13:05:01.000Z')

/** What an owner reads of a delivery, no-break spaces as spaces. */
function told(delivery: Partial<Delivery> | null, when = now) {
  const known = delivery && {
    status: 'QUEUED' as const,
    reason: null,
    by: null,
    filter: null,
    at,
    nextAttemptAt: null,
    ...delivery,
  }
  const { mood, told } = verdictWords(known, 'bonjour@cabinet.fr', when)
  return { mood, text: told.map(plain).join(' ').replaceAll('\u00a0', ' ') }
}

describe('each row of the table in its own words', () => {
  test.each<[Partial<Delivery>, string, string]>([
    [{ status: 'ACCEPTED', by: 'orange.fr' }, 'sent', 'Accepté par orange.fr à 14 h 05.'],
    [{ status: 'ACCEPTED' }, 'sent', 'Parti de chez nous à 14 h 05.'],
    [
      { status: 'DELAYED', reason: 'GREYLISTED', nextAttemptAt: '2026-11-22T13:06:00Z' },
      'waits',
      'Votre messagerie nous fait attendre. Le message peut prendre 15 minutes.',
    ],
    [
      { status: 'DELAYED', reason: 'FULL', nextAttemptAt: '2026-11-22T13:06:00Z' },
      'waits',
      'Votre boîte semble pleine. Nouvel essai à 14 h 06.',
    ],
    [
      { status: 'DELAYED', reason: 'UNREACHABLE', nextAttemptAt: '2026-11-22T13:06:00Z' },
      'waits',
      "Nous n'avons pas encore pu remettre le message. Nouvel essai à 14 h 06.",
    ],
    [
      { status: 'DELAYED', reason: 'LATER' },
      'waits',
      "Nous n'avons pas encore pu remettre le message. Nous réessayons.",
    ],
    [
      { status: 'REFUSED', reason: 'FULL' },
      'failed',
      'Votre boîte e-mail est pleine. Faites de la place ou choisissez une autre adresse.',
    ],
    [{ status: 'REFUSED', reason: 'UNKNOWN' }, 'failed', 'Votre messagerie ne connaît pas cette adresse. Vérifiez-la.'],
    [{ status: 'REFUSED', reason: 'DOMAIN' }, 'failed', "Ce qui suit le @ n'existe pas. Vérifiez l'adresse."],
    [{ status: 'REFUSED', reason: 'CLOSED' }, 'failed', 'Cette boîte e-mail est fermée. Choisissez une autre adresse.'],
    [
      { status: 'REFUSED', reason: 'FILTERED' },
      'failed',
      'Votre messagerie a refusé notre message. Choisissez une autre adresse ou appelez-nous.',
    ],
    [
      { status: 'REFUSED', reason: 'OTHER' },
      'failed',
      "Le message n'a pas pu être remis. Vérifiez l'adresse ou appelez-nous.",
    ],
    [
      { status: 'ABANDONED', reason: 'GREYLISTED' },
      'failed',
      "Nous n'avons pas pu envoyer le message à temps. Demandez un nouveau code ou appelez-nous.",
    ],
    [
      { status: 'HELD', filter: 'MailInBlack' },
      'waits',
      'Votre messagerie est protégée par MailInBlack. Elle peut garder notre message en attente. Vous pouvez : ajouter bonjour@cabinet.fr à vos expéditeurs autorisés, ou choisir une autre adresse.',
    ],
  ])('%j', (delivery, mood, text) => {
    expect(told(delivery)).toEqual({ mood, text })
  })
})

test('what has not left yet is said only once it takes long, and nothing is said that was not seen', () => {
  for (const status of ['QUEUED', 'SENDING'] as const) {
    expect(told({ status })).toEqual({ mood: 'sent', text: '' })
    expect(told({ status }, new Date('2026-11-22T13:05:06Z')).text).toBe("Le message n'est pas encore parti.")
  }
  expect(told(null)).toEqual({ mood: 'sent', text: '' })
  // Our relay took it: whether the far server did, nobody has said.
  expect(told({ status: 'ACCEPTED' }).text).not.toContain('Accepté')
})
