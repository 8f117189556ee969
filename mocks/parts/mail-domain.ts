import type { State } from '../state.ts'

/** What the DNS would say of an address's domain, as the scenario has it. Others are not known: nobody is held up. */
export function mailDomainOf({ domains }: State, address: string): State['domains'][string] {
  return domains[address.slice(address.lastIndexOf('@') + 1)] ?? { found: 'UNSURE' }
}
