import { emailKey } from '../../domain/email-address.ts'

/**
 * The filter for a stored address that is this one, whatever its case. Prisma compares without case by ILIKE, in which
 * % and _ stand for anything: unescaped, `%@orange.fr` would be everybody's address and `marie_durand@` another's.
 */
export function sameAddress(email: string): { equals: string; mode: 'insensitive' } {
  return { equals: emailKey(email).replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }
}
