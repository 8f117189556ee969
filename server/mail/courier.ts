import type { Deps } from '../deps.ts'
import { type Claim, claimNext, renewLeases } from './claim.ts'
import { compose, writtenKinds } from './compose.ts'
import { type LoadedMessage, loadMessage, whyDead } from './loaded-message.ts'
import { nextAttempt } from './pace.ts'
import { hastenAway, settleAbandoned, settleRetry, settleSent } from './settle.ts'
import type { Attempt, Transport } from './transport.ts'
import { lanes } from './transports.ts'

export interface Courier {
  /** Handles everything that is due now; resolves with how many messages that was. */
  runOnce(): Promise<number>
  /** Looks for due messages every half second until stopped. */
  start(): void
  /** Takes nothing more and resolves once what is in hand is settled. */
  stop(): Promise<void>
}

type CourierDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'keys' | 'settings' | 'log'>

const pollMs = 500
/** Long enough for a stumbling database, short enough that a killed process delays a code by seconds only. */
const leaseMs = 15_000
const renewMs = 5_000
const hastenEveryMs = 10_000
const settlePausesMs = [0, 250, 1_000, 3_000, 6_000]

/**
 * Carries the outbox to the mail server: claim (one statement) → render → send, outside any transaction → settle.
 * Promise: a committed message is attempted until it is accepted, refused for good or out of time, and is sent twice
 * only if a process dies between the server's 250 and our note of it, then with the same code and Message-ID.
 */
export function createCourier(deps: CourierDeps, transport: Transport): Courier {
  const { db, clock, log } = deps
  const inHand = new Set<Claim>()
  const running = new Set<Promise<void>>()
  let handled = 0
  let stopped = false
  let timers: NodeJS.Timeout[] = []
  // At the start too: an earlier process may have left messages waiting for a relay that is back.
  let wasAway = true
  let hastenedAt = Number.NEGATIVE_INFINITY

  /** One place of the courier: works until nothing is due. Finding work, it opens another place beside itself. */
  async function lane(): Promise<void> {
    try {
      while (!stopped) {
        const claim = await claimNext(db, writtenKinds, clock.now(), leaseMs)
        if (!claim) return
        openLane()
        await carry(claim)
        handled += 1
      }
    } catch (error) {
      // The database is away or one message cannot be read: its lease runs out, the next poll goes on with the others.
      log.error({ err: error }, 'courier lane ended')
    }
  }

  function openLane(): void {
    if (stopped || running.size >= lanes) return
    const work = lane().finally(() => running.delete(work))
    running.add(work)
  }

  async function carry(claim: Claim): Promise<void> {
    inHand.add(claim)
    try {
      const message = await loadMessage(db, claim.id)
      const attemptedAt = clock.now()
      const dead = whyDead(message, deps, attemptedAt)
      if (dead) {
        log.info({ messageId: claim.id, kind: message.kind, reason: dead }, 'message dropped')
        return await settleAbandoned(db, claim, message.lastReply ? null : dead, attemptedAt)
      }
      if (message.codeId) await db.code.update({ where: { id: message.codeId }, data: { attemptedAt } })
      const attempt = await attemptOnce(message, attemptedAt)
      const endedAt = clock.now()
      await untilSettled(claim, () => settle(claim, message, attempt, endedAt))
      if (attempt.accepted) await hasten()
    } finally {
      inHand.delete(claim)
    }
  }

  async function attemptOnce(message: LoadedMessage, attemptedAt: Date): Promise<Attempt> {
    try {
      return await transport.send(await compose(message, deps, attemptedAt))
    } catch (error) {
      // A fault of ours in one message (a lost key, a broken row) waits for its mending and stalls no other.
      log.error({ messageId: message.id, kind: message.kind, err: error }, 'message could not be written')
      return { accepted: false, kind: 'later', reply: 'not written' }
    }
  }

  async function settle(claim: Claim, message: LoadedMessage, attempt: Attempt, at: Date): Promise<void> {
    const { kind } = message
    const { reply } = attempt
    const told = { messageId: claim.id, kind, attempts: claim.attempts, reply }
    if (attempt.accepted) {
      await settleSent(db, claim, reply, at)
      return log.info(told, 'message sent')
    }
    if (attempt.kind === 'away') wasAway = true
    const chance = (deps.random.bytes(1)[0] ?? 0) / 256
    const next = nextAttempt({ ...message, attempts: claim.attempts }, attempt, at, chance)
    if (next) await settleRetry(db, claim, reply, next)
    else await settleAbandoned(db, claim, reply, at)
    log.warn({ ...told, next }, next ? 'message delayed' : 'message abandoned')
  }

  /** A database that stumbles after the server's 250 must not make us send the same mail again. */
  async function untilSettled(claim: Claim, write: () => Promise<void>): Promise<void> {
    for (const pauseMs of settlePausesMs) {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
      try {
        return await write()
      } catch (error) {
        log.warn({ messageId: claim.id, err: error }, 'message not settled yet')
      }
    }
    throw new Error(`message ${claim.id} could not be settled`)
  }

  async function hasten(): Promise<void> {
    const now = clock.now()
    if (!wasAway || now.getTime() - hastenedAt < hastenEveryMs) return
    wasAway = false
    hastenedAt = now.getTime()
    await hastenAway(db, now)
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running)
  }

  return {
    async runOnce() {
      const before = handled
      openLane()
      await idle()
      return handled - before
    },
    start() {
      const renew = () =>
        inHand.size > 0 &&
        renewLeases(db, [...inHand], clock.now(), leaseMs).catch((error) =>
          log.warn({ err: error }, 'leases not renewed'),
        )
      timers = [setInterval(openLane, pollMs), setInterval(renew, renewMs)]
      openLane()
    },
    async stop() {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      await idle()
      await transport.close()
    },
  }
}
