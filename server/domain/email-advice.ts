import { readEmail } from './email-address.ts'
import { mendEmail } from './email-mending.ts'
import { suggestEmail } from './email-suggestion.ts'
import type { EmailQuestioned, EmailReason, EmailRefused } from './refusals.ts'

/** A typed address in its canonical form, or its refusal with what was plainly meant by it. */
export function judgeEmail(typed: string): { address: string } | EmailRefused {
  const reading = readEmail(typed)
  if ('address' in reading) return reading
  return { ...emailRefused(reading.reason), suggestion: mendEmail(typed) }
}

/** A refusal that suggests nothing. */
export const emailRefused = (reason: EmailReason): EmailRefused => ({
  __typename: 'EmailRefused',
  reason,
  suggestion: null,
})

/** What an owner is asked before a code leaves for an address; null: nothing. `domain`: what the DNS says of it. */
export function questionEmail(
  address: string,
  domain: { found: 'HOSTS'; filter: string | null } | { found: 'NONE' | 'UNSURE' },
): EmailQuestioned | null {
  const suggestion = suggestEmail(address, domain.found)
  const filter = domain.found === 'HOSTS' ? domain.filter : null
  const noServer = domain.found === 'NONE'
  return suggestion !== null || filter !== null || noServer
    ? { __typename: 'EmailQuestioned', suggestion, filter, noServer }
    : null
}
