import type { Logger } from 'pino'
import { isMailboxLost } from '../domain/delivery.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { LoadedMessage } from './loaded-message.ts'
import { type Ending, settle, settleWithFate } from './settle.ts'

/** Long enough for a stumbling database: what the server took must not be sent again for want of a note. */
const pausesMs = [0, 250, 1_000, 3_000, 6_000]

interface Waiting {
  ending: Ending
  resolve: () => void
  reject: (fault: unknown) => void
}

/**
 * Writes endings as they come. What ends while a statement is under way goes into the next one, all of it: nobody is made
 * to wait for company, and a busy courier writes a dozen messages for the price of one.
 */
export function createSettler(
  db: PrismaClient,
  log: Logger,
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
        await persist(log, () => settle(db, endings))
        for (const { resolve } of batch) resolve()
      } catch (fault) {
        for (const { reject } of batch) reject(fault)
      }
    }
    writing = false
  }

  return (ending, message) => {
    const { delivery } = ending
    if (isMailboxLost(delivery) || delivery.by !== null) return persist(log, () => settleWithFate(db, ending, message))
    return new Promise((resolve, reject) => {
      waiting.push({ ending, resolve, reject })
      if (!writing) void writeAll()
    })
  }
}

async function persist(log: Logger, write: () => Promise<unknown>): Promise<void> {
  for (const pauseMs of pausesMs) {
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    try {
      await write()
      return
    } catch (error) {
      log.warn({ err: error }, 'message not settled yet')
    }
  }
  throw new Error('a message could not be settled')
}
