import type { Logger } from 'pino'
import type { Clock } from '../deps.ts'
import { renderMigrationCode } from './messages/migration-code.ts'

/** Once the first pages have been served: it takes the processor for half a second. */
const warmAfterMs = 2_000

export function warmLettersSoon(clock: Clock, log: Logger): void {
  const warm = () => warmLetters(clock.now()).catch((error) => log.warn({ err: error }, 'letters not warmed'))
  setTimeout(warm, warmAfterMs).unref()
}

/**
 * Loads MJML and compiles the letter that codes go in, so that no owner waits the half second it takes: the first mail
 * after a start is written as quickly as the others. Nothing of what it writes here is kept or sent.
 */
async function warmLetters(now: Date): Promise<void> {
  const agency = { name: '', phone: '', hours: '', postalAddress: '', accent: null }
  const facts = { agency, code: '00000000', lifespanMinutes: 0, issuedAt: now, until: now }
  await renderMigrationCode({ ...facts, addressVerified: false })
}
