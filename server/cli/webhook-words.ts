import { webhookType } from '../domain/account-event.ts'
import type { WebhookStop } from '../generated/prisma/client.ts'
import type { ShownDelivery, ShownWebhook } from '../partners/show-webhook.ts'
import { parisInstant } from '../staff/words/paris-day.ts'

const stops: Readonly<Record<WebhookStop, string>> = {
  BY_HAND: 'à la main',
  FAILING: 'rien n’a été pris pendant trois jours',
  GONE: 'le programme a répondu 410 : plus là',
}

/** A webhook as a person at the command line reads it; its secrets are none of it. */
export function webhookLines(webhook: Omit<ShownWebhook, 'deliveries'>): string[] {
  const { url, stop, stoppedAt, failingSince, formerSecretUntil } = webhook
  const state = {
    UNPROVED: 'à prouver (prove) : rien n’est envoyé',
    ACTIVE: failingSince ? `en service, mais rien n’est pris depuis le ${parisInstant(failingSince)}` : 'en service',
    STOPPED: `arrêté${stoppedAt ? ` le ${parisInstant(stoppedAt)}` : ''}${stop ? ` : ${stops[stop]}` : ''}`,
  }[webhook.state]
  const rows: [string, string][] = [
    ['adresse', url],
    ['état', state],
    ...(formerSecretUntil ? [['ancien secret', `signe jusqu’au ${parisInstant(formerSecretUntil)}`] as const] : []),
  ].map(([name = '', value = '']) => [name, value])
  return rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`)
}

const states: Readonly<Record<ShownDelivery['state'], string>> = {
  QUEUED: 'attend',
  DELIVERED: 'pris',
  ABANDONED: 'abandonné',
}

/** One line of what was sent: when it came to be, what, where it stands, what was answered last. */
export function deliveryLine({ type, eventId, state, createdAt, attempts, lastAnswer }: ShownDelivery): string {
  const word = type ? webhookType(type) : '—'
  const answer = lastAnswer ? ` (${lastAnswer}${attempts > 1 ? `, ${attempts} essais` : ''})` : ''
  return `  ${parisInstant(createdAt)}  ${word.padEnd(17)} ${eventId}  ${states[state]}${answer}`
}
