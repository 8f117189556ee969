import type { Deps } from '../../deps.ts'
import { questionEmail } from '../../domain/email-advice.ts'
import type { EmailQuestioned } from '../../domain/refusals.ts'

/**
 * The question to ask before mailing `address`; null: none. Never inside a transaction (rule 5 of the house: the DNS may
 * take 1.5 s), and only for somebody who proved a secret of theirs. It depends on the typed address and the DNS alone:
 * it says nothing about who is an owner.
 */
export async function advise(deps: Deps, address: string, asker: string): Promise<EmailQuestioned | null> {
  return questionEmail(address, await deps.mailDomains.look(address.slice(address.lastIndexOf('@') + 1), asker))
}
