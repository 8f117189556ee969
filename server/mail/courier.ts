import type { Deps } from '../deps.ts'
import { attempt } from './attempt.ts'
import type { Claim } from './claim.ts'
import { droppedEnding, endingOf, tell } from './ending.ts'
import { createHand, type Held } from './hand.ts'
import { createHaste } from './haste.ts'
import { createLeases, renewMs } from './leases.ts'
import { type LoadedMessage, loadMessages, whyDead } from './loaded-message.ts'
import { createSettler } from './settler.ts'
import { createTraffic } from './traffic.ts'
import type { Transport } from './transport.ts'
import { warmLettersSoon } from './warm.ts'

export interface Courier {
  /** Handles everything that is due now; resolves with how many messages that was. */
  runOnce(): Promise<number>
  /** Looks for due messages every half second until stopped. */
  start(): void
  /** Takes nothing more and resolves once what is in hand is settled, or cut off after some ten seconds. */
  stop(): Promise<void>
}

type CourierDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'keys' | 'settings' | 'log' | 'mailDomains'>

const pollMs = 500
/** What was read longer ago may have changed meanwhile: a code used, a set replaced. */
const freshMs = 5_000
/** The program is given fifteen seconds to end. */
const lastAttemptsMs = 10_000
/** What is still on its way then no longer counts among what flies; its lease is kept until it ends. */
const longFlightMs = 10_000

/**
 * Carries the outbox to the mail servers: claim → load → render → send, outside any transaction → settle. Promise: a
 * committed message is attempted until it is accepted, refused for good or out of time. A mailbox receives it twice only if
 * its server's 250 is lost: our process ends before the note of it, the line breaks, or it comes later than ten minutes
 * after the mail. Each copy then carries the same code and Message-ID.
 */
export function createCourier(deps: CourierDeps, transport: Transport): Courier {
  const { db, clock, log } = deps
  const hasten = createHaste(db)
  const leases = createLeases(db, log, clock)
  const traffic = createTraffic(deps.settings.mail)
  const hand = createHand(traffic.mayFly, (held, landed) =>
    carry(held, landed).catch((error) =>
      // The database is away or the row cannot be read: its lease runs out, the others go on.
      log.error({ messageId: held.claim.id, err: error }, 'message left to its lease'),
    ),
  )
  const cutting = new AbortController()
  const settle = createSettler(db, log, cutting.signal)
  const cutOff: Claim[] = []
  let handled = 0
  let stopped = false
  /** The next look is due, whatever is in hand. */
  let woken = false
  let looking: Promise<void> | null = null
  let timers: NodeJS.Timeout[] = []

  /** Claims until nothing is due and nothing is in hand. */
  async function look(): Promise<void> {
    try {
      woken = true
      // Not at each end: what is claimed together costs little, and what was not there at the last look is rarely now.
      for (let enough = 0; !stopped; ) {
        const ended = hand.nextEnd()
        if (!woken && hand.size() > enough) {
          await ended
          continue
        }
        woken = false
        const now = clock.now()
        const room = traffic.room(hand.domains(), now)
        const claims = room ? await leases.claim(room, hand.claims(), now) : []
        if (claims.length > 0) await take(claims)
        else if (hand.size() === 0) return
        enough = Math.floor(hand.size() / 2)
      }
    } catch (error) {
      log.error({ err: error }, 'courier could not look')
      await hand.idle()
    }
  }

  function lookAgain(): Promise<void> {
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }

  async function take(claims: readonly Claim[]): Promise<void> {
    hand.take(claims)
    try {
      const alive = await read(claims)
      if (!stopped) return hand.start(alive)
    } catch (error) {
      for (const claim of claims) hand.drop(claim)
      throw error
    }
    // Claimed while it was being stopped: nothing begins any more.
    for (const claim of claims) hand.drop(claim)
    await leases.release(claims)
  }

  /** Loads what was claimed, drops what must not leave any more, keeps the rest. */
  async function read(claims: readonly Claim[]): Promise<Held[]> {
    const loaded = await loadMessages(
      db,
      claims.map(({ id }) => id),
    )
    const messages = new Map(loaded.map((message) => [message.id, message]))
    const readAt = clock.now()
    const alive: Held[] = []
    const dropping: Promise<void>[] = []
    for (const claim of claims) {
      const message = messages.get(claim.id)
      const dead = message && whyDead(message, deps, readAt)
      if (message && !dead) alive.push({ claim, message, readAt })
      else if (message && dead) dropping.push(dropDead(claim, message, dead, readAt))
      else hand.drop(claim)
    }
    await Promise.all(dropping)
    return alive
  }

  async function dropDead(claim: Claim, message: LoadedMessage, dead: string, at: Date): Promise<void> {
    await settle(droppedEnding(claim, message, dead, at), message)
    log.info({ messageId: claim.id, kind: message.kind, reason: dead }, 'message dropped')
    handled += 1
    hand.drop(claim)
  }

  /** `landed`: its place towards the domain is free, while what became of it is still being written. */
  async function carry(held: Held, landed: () => void): Promise<void> {
    const stale = clock.now().getTime() - held.readAt.getTime() > freshMs
    const [fresh] = stale ? await read([held.claim]) : [held]
    if (!fresh) return
    const { claim, message } = fresh
    const domain = claim.domain ?? ''
    const attemptedAt = clock.now()
    const dead = whyDead(message, deps, attemptedAt)
    if (dead) return dropDead(claim, message, dead, attemptedAt)
    // Servers that let us wait, however many, keep no other domain's mail waiting.
    const leaving = setTimeout(() => {
      traffic.strain(domain)
      void leases.release(hand.takeBack(domain))
      landed()
    }, longFlightMs)
    const { attempt: ended, tookMs, filter } = await attempt(deps, transport, message, attemptedAt, cutting.signal)
    clearTimeout(leaving)
    landed()
    if (cutting.signal.aborted && /^(relay|mx) /.test(ended.reply)) return void cutOff.push(claim)
    const at = clock.now()
    const learnt = traffic.note(domain, ended, tookMs, at)
    if (learnt === 'RELAY AWAY') log.error({ alert: learnt, reply: ended.reply }, 'the relay takes no mail')
    const back = learnt === null ? [] : hand.takeBack(learnt === 'STRAINED' ? domain : undefined)
    const chance = (deps.random.bytes(1)[0] ?? 0) / 256
    const ending = endingOf(claim, message, ended, { attemptedAt, at, chance, filter })
    // What the server took is written down whatever becomes of the leases.
    await Promise.all([settle(ending, message), leases.release(back)])
    tell(log, ending, message)
    handled += 1
    await hasten(domain, ended, at)
  }

  return {
    async runOnce() {
      const before = handled
      // What is being looked for may be older than this call.
      await looking
      await lookAgain()
      return handled - before
    },
    start() {
      const poll = () => {
        woken = true
        hand.wake()
        void lookAgain()
      }
      timers = [setInterval(poll, pollMs), setInterval(() => leases.renew(hand.claims(), clock.now()), renewMs)]
      warmLettersSoon(clock, log)
      void lookAgain()
    },
    async stop() {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      const timer = setTimeout(() => cutting.abort(), lastAttemptsMs)
      await leases.release(hand.takeBack())
      hand.wake()
      await looking
      await hand.idle()
      clearTimeout(timer)
      // Another courier need not wait for the lease's end.
      await leases.release(cutOff)
      await transport.close()
    },
  }
}
