import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { isMailboxLost } from '../domain/delivery.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { LoadedMessage } from './loaded-message.ts'
import { type Ending, settle, settleWithFate } from './settle.ts'

/** The last one repeats. */
const pausesMs = [250, 1_000, 3_000, 6_000]

interface Waiting {
  ending: Ending
  resolve: () => void
  reject: (fault: unknown) => void
}

/**
 * Writes endings as they come. What ends while a statement is under way goes into the next one, all of it: nobody is made
 * to wait for company, and a busy courier writes a dozen messages for the price of one. A database that is away is asked
 * until it is back or `leaving` is aborted: what the server took must not be sent again for want of a note.
 */
export function createSettler(
  db: PrismaClient,
  log: Logger,
  leaving: AbortSignal,
): (ending: Ending, message: LoadedMessage) => Promise<void> {
  let waiting: Waiting[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const endings = batch.map(({ ending }) => ending)
        await persist(log, leaving, () => settle(db, endings))
        for (const { resolve } of batch) resolve()
      } catch (fault) {
        for (const { reject } of batch) reject(fault)
      }
    }
    writing = false
  }

  return (ending, message) => {
    const { delivery } = ending
    if (isMailboxLost(delivery) || delivery.by !== null) {
      return persist(log, leaving, () => settleWithFate(db, ending, message))
    }
    return new Promise((resolve, reject) => {
      waiting.push({ ending, resolve, reject })
      if (!writing) void writeAll()
    })
  }
}

async function persist(log: Logger, leaving: AbortSignal, write: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await write()
      return
    } catch (error) {
      log.warn({ err: error }, 'message not settled yet')
      if (leaving.aborted) throw new Error('a message could not be settled', { cause: error })
    }
    await pause(pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0, leaving)
  }
}

/** Cut short when we leave: one more try, then no more. */
async function pause(ms: number, leaving: AbortSignal): Promise<void> {
  await setTimeout(ms, null, { signal: leaving }).catch(() => {})
}
