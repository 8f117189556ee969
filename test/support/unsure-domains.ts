import type { MailDomains } from '../../server/deps.ts'

/** What a machine without a name server answers: tests that are not about DNS ask nobody. */
export const unsureDomains: MailDomains = { look: async () => ({ found: 'UNSURE' }) }
