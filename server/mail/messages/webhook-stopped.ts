import { type AgencyFacts, phoneAndHours, type Rendered } from './agency-words.ts'
import { dayAndTime } from './french.ts'
import { writeLetter } from './letter.ts'
import type { Piece } from './pieces.ts'

export interface WebhookStoppedFacts {
  agency: AgencyFacts
  stoppedAt: Date
  /** Where the events went. */
  url: URL
  why: 'BY_HAND' | 'FAILING' | 'GONE'
  /** What the last attempt was answered, or our own word for why it was not. Null: nothing was attempted. */
  lastAnswer: string | null
  /** For so long the deliveries were tried. */
  retryHours: number
  /** So long what happens meanwhile is kept. */
  keptMonths: number
}

const longestShown = 80

/**
 * To a partner, at the address where it wants to be told: its program is sent no events any more, why, and what makes them
 * go on. Nothing of an owner. Of the address no query is written: programs put secrets of their own there.
 */
export function renderWebhookStopped(facts: WebhookStoppedFacts): Promise<Rendered> {
  const { agency, stoppedAt, url, keptMonths } = facts
  return writeLetter({
    agency,
    subject: 'Les événements ne partent plus vers votre programme',
    preheader: 'Rien n’est perdu : ils attendent.',
    pieces: [
      { say: 'Bonjour,' },
      {
        say: `Depuis le ${dayAndTime(stoppedAt)}, nous n’envoyons plus les événements à votre programme.`,
        strong: true,
      },
      { label: 'Son adresse :', list: [shown(url)] },
      ...reasons(facts),
      { say: `Ce qui arrive aux comptes n’est pas perdu : nous le gardons ${keptMonths} mois.` },
      { say: 'Quand votre programme répond de nouveau, dites-le-nous. Nous l’essaierons, et les envois reprendront.' },
      { say: `Répondez à ce message, ou appelez-nous : ${phoneAndHours(agency)}.` },
    ],
    promise: 'Nous ne vous demanderons jamais une clé ni un secret, par téléphone ou par e-mail.',
  })
}

/** What tells one program from another, on a telephone too. */
function shown({ origin, pathname }: URL): string {
  const whole = origin + pathname
  return whole.length <= longestShown ? whole : `${whole.slice(0, longestShown)}…`
}

function reasons({ why, lastAnswer, retryHours }: WebhookStoppedFacts): Piece[] {
  switch (why) {
    case 'BY_HAND':
      return [{ say: 'Notre service l’a arrêté à la main.' }]
    case 'GONE':
      return [{ say: 'Il a répondu 410 : cette adresse n’existe plus.' }]
    case 'FAILING':
      return [
        { say: `Il n’a rien pris pendant ${retryHours} heures, malgré nos essais.` },
        ...(lastAnswer === null ? [] : [{ say: `Au dernier essai : ${lastAnswer}.` }]),
      ]
  }
}
