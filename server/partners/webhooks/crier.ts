import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../deps.ts'
import { readFeedEvents } from '../parts/feed.ts'
import { claimDue, type Held } from './claim.ts'
import { payloadOf } from './payload.ts'
import { post, type Reach } from './post.ts'
import { type Ending, settle } from './settle.ts'
import { resealed, signedHeaders } from './signature.ts'
import { spread } from './spread.ts'

/** Tells partners' programs what happened. */
export interface Crier {
  /** Queues and delivers everything that is due now; resolves with how many attempts that was. */
  runOnce(): Promise<number>
  /** Looks twice a second until stopped. */
  start(): void
  /** Takes nothing more and resolves once what is in hand is written down. */
  stop(): Promise<void>
}

type CrierDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'keys' | 'settings' | 'log'>

const pollMs = 500
/** In hand at once: sixteen receivers that let every attempt run out still leave the others theirs. */
const most = 64
/** While the database is away: what a receiver took must not be sent again for want of a note. */
const settlePausesMs = [100, 500, 1_000, 3_000, 5_000]

/**
 * Carries events to webhooks: queue what the sealer numbered → claim → sign and post, outside any transaction → settle.
 * Promise: an event of an active webhook is attempted until it is taken or its time is over; a receiver gets it twice only
 * when our note of its yes was lost (the process or the database died in between), and then under the same id.
 */
export function createCrier(deps: CrierDeps, reach: Reach): Crier {
  const { db, clock, log } = deps
  const { rules } = deps.settings
  const inHand = new Map<string, Promise<void>>()
  let attempts = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null
  let again = false

  /** Claims until nothing is due or the hand is full. */
  async function look(): Promise<void> {
    try {
      await spread(deps, rules.webhookRetryHours, clock.now())
      do {
        again = false
        const room = most - inHand.size
        // A clock that leapt over the leases' end must not give us what another node holds by the old one.
        const hand = { held: [...inHand.keys()], takeOver: !(clock.leaptLately?.() ?? false) }
        const claims = room > 0 && !stopped ? await claimDue(db, room, clock.now(), hand) : []
        for (const held of claims) take(held)
      } while (again)
    } catch (error) {
      log.error({ err: error }, 'webhooks could not be looked at')
    }
  }

  function lookSoon(): Promise<void> {
    again = true
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }

  function take(held: Held): void {
    const carried = carry(held)
      .catch((error) => log.error({ deliveryId: held.id, err: error }, 'delivery left to its lease'))
      .then(() => {
        inHand.delete(held.id)
        if (!stopped) void lookSoon()
      })
    inHand.set(held.id, carried)
  }

  async function carry(held: Held): Promise<void> {
    const { webhook, eventId } = held
    const [event] = await readFeedEvents(db, { ...webhook, agencyIds: webhook.partner.agencyIds }, [eventId])
    const chance = (deps.random.bytes(1)[0] ?? 0) / 256
    if (!event) return settled({ held, answer: null, at: clock.now(), chance })
    const { number: _number, ...told } = event
    const body = payloadOf(told)
    const headers = signedHeaders(deps.keys, webhook, eventId, body, clock.now())
    if (!headers) {
      log.error({ alert: 'WEBHOOK_UNSIGNED', webhookId: webhook.id }, 'the key of a webhook’s secret has left the ring')
      return settled({ held, answer: 'UNSIGNED', at: clock.now(), chance })
    }
    await keepReadable(webhook)
    attempts += 1
    const { answer } = await post(reach, new URL(webhook.url), headers, body)
    await settled({ held, answer, at: clock.now(), chance })
  }

  /** A key of the ring that was replaced leaves it some day. */
  async function keepReadable(webhook: Held['webhook']): Promise<void> {
    const anew = resealed(deps, webhook)
    if (anew) await db.webhook.updateMany({ where: { id: webhook.id, secret: webhook.secret }, data: anew })
  }

  async function settled(ending: Ending): Promise<void> {
    const { held, answer } = ending
    for (let tries = 0; ; tries++) {
      try {
        const stop = await settle(db, rules, ending)
        const told = { deliveryId: held.id, webhookId: held.webhookId, attempts: held.attempts, answer }
        log.info(told, 'event told')
        if (stop) log.error({ alert: 'WEBHOOK_STOPPED', webhookId: held.webhookId, why: stop }, 'webhook stopped')
        return
      } catch (error) {
        const pause = settlePausesMs[tries]
        if (pause === undefined || stopped) throw error
        log.warn({ err: error }, 'delivery not settled yet')
        await sleep(pause)
      }
    }
  }

  return {
    async runOnce() {
      const before = attempts
      do {
        await looking
        await lookSoon()
        await Promise.all(inHand.values())
      } while (inHand.size > 0 || looking)
      return attempts - before
    },
    start() {
      timer = setInterval(() => void lookSoon(), pollMs)
      void lookSoon()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await Promise.all(inHand.values())
    },
  }
}
