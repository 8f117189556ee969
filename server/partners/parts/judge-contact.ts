import { readEmail } from '../../domain/email-address.ts'
import type { PartnerFault } from './faults.ts'

/** Where a partner wants to be told, as it is kept, or what is wrong with it. */
export function judgeContact(typed: string | undefined): { address: string } | { fault: PartnerFault } {
  const read = readEmail(typed ?? '')
  if ('address' in read) return { address: read.address }
  return { fault: { field: 'contact', reason: read.reason === 'EMPTY' ? 'REQUIRED' : 'MALFORMED' } }
}
