import type { PartnerFault } from './faults.ts'

/** What is wrong with the code name of who asks: it goes into the audit, which holds no person's name. */
export function judgeBy(by: string): PartnerFault[] {
  if (by.trim() === '') return [{ field: 'by', reason: 'REQUIRED' }]
  return /^[a-z0-9][a-z0-9._-]{0,31}$/i.test(by) ? [] : [{ field: 'by', reason: 'MALFORMED' }]
}
