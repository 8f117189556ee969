import { renderMigrationCode } from './messages/migration-code.ts'

/**
 * Loads MJML and compiles the letter that codes go in, so that no owner waits the half second it takes: the first mail
 * after a start is written as quickly as the others. Nothing of what it writes here is kept or sent.
 */
export async function warmLetters(now: Date): Promise<void> {
  const agency = { name: '', phone: '', hours: '', postalAddress: '', accent: null }
  const facts = { agency, code: '00000000', lifespanMinutes: 0, issuedAt: now, until: now }
  await renderMigrationCode({ ...facts, addressVerified: false })
}
