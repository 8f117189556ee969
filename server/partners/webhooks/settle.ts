import type { Deps, Tx } from '../../deps.ts'
import type { Rules } from '../../domain/rules.ts'
import { isGone, isTaken, nextTry, type WebhookAnswer } from '../../domain/webhook.ts'
import { record } from '../../flows/parts/record.ts'
import type { WebhookStop } from '../../generated/prisma/client.ts'
import { tellStopped } from '../parts/tell-stopped.ts'
import type { Held } from './claim.ts'

/** What became of an attempt, ready to be written. */
export interface Ending {
  held: Held
  /** Null: the event is no longer this partner's to be told of; nobody was asked. */
  answer: WebhookAnswer | null
  at: Date
  /** In [0, 1): spreads the pauses. */
  chance: number
}

const hour = 3_600_000

/**
 * Writes an ending down. What was taken was taken, whoever holds the lease by now; anything else is written only by the
 * node that still holds it. The first yes of a receiver that took nothing for a while makes the rest due at once. One
 * that took nothing for as long as deliveries are tried, or answered 410, is told nothing more, and its partner by mail that it is: resolves with why.
 */
export async function settle(
  db: Deps['db'],
  rules: Pick<Rules, 'webhookRetryHours' | 'noticeHours'>,
  { held, answer, at, chance }: Ending,
): Promise<WebhookStop | null> {
  const taken = answer !== null && isTaken(answer)
  const next = taken || answer === null ? null : nextTry(held.tries, held.giveUpAt, at, chance)
  return db.$transaction(async (tx) => {
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id: held.id, state: 'QUEUED', ...(!taken && { attempts: held.attempts }) },
      data: {
        state: taken ? 'DELIVERED' : next ? 'QUEUED' : 'ABANDONED',
        leasedUntil: null,
        ...(next ? { nextAttemptAt: next } : { settledAt: at }),
        ...(answer !== null && { lastAttemptAt: at, lastAnswer: String(answer) }),
      },
    })
    if (count === 0 || answer === null) return null
    if (taken) await noteTaken(tx, held.webhookId, at)
    else await tx.webhook.updateMany({ where: { id: held.webhookId, failingSince: null }, data: { failingSince: at } })
    if (isGone(answer)) return stop(tx, held, 'GONE', rules, at)
    const since = new Date(held.giveUpAt.getTime() - rules.webhookRetryHours * hour)
    return taken || next || !(await tookNothing(tx, held.webhookId, since))
      ? null
      : stop(tx, held, 'FAILING', rules, at)
  })
}

async function noteTaken(tx: Tx, webhookId: string, at: Date): Promise<void> {
  const back = await tx.webhook.updateMany({
    where: { id: webhookId, failingSince: { not: null } },
    data: { failingSince: null },
  })
  if (back.count === 0) return
  await tx.webhookDelivery.updateMany({
    where: { webhookId, state: 'QUEUED', leasedUntil: null, nextAttemptAt: { gt: at } },
    data: { nextAttemptAt: at },
  })
}

async function tookNothing(tx: Tx, webhookId: string, since: Date): Promise<boolean> {
  return (await tx.webhookDelivery.count({ where: { webhookId, state: 'DELIVERED', settledAt: { gte: since } } })) === 0
}

async function stop(
  tx: Tx,
  { webhook }: Held,
  why: WebhookStop,
  rules: Pick<Rules, 'noticeHours'>,
  at: Date,
): Promise<WebhookStop | null> {
  const { count } = await tx.webhook.updateMany({
    where: { id: webhook.id, state: 'ACTIVE' },
    data: { state: 'STOPPED', stop: why, stoppedAt: at },
  })
  if (count === 0) return null
  const facts = { act: 'STOP', why, webhook: webhook.id, partner: webhook.partnerId }
  await record(tx, { realm: 'live', kind: 'WEBHOOK_CHANGED', at, facts }, null)
  await tellStopped(tx, webhook, rules, at)
  return why
}
