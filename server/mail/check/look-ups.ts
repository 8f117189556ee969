import { Resolver } from 'node:dns/promises'

/** What the DNS says of a name; empty: no such record. UNSURE: no answer, or a broken one. */
export type Answer = readonly string[] | 'UNSURE'

export interface LookUps {
  /** TXT records, each in one piece. */
  texts(name: string): Promise<Answer>
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<Answer>
  mailHosts(name: string): Promise<Answer>
  /** The names of an address (PTR). */
  names(address: string): Promise<Answer>
}

const tryMs = 1_500

/** Asks `servers` (none: the machine's own). */
export function createLookUps(servers: readonly string[]): LookUps {
  const resolver = new Resolver({ timeout: tryMs, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  return {
    texts: (name) => answer(resolver.resolveTxt(name).then((records) => records.map((parts) => parts.join('')))),
    async addresses(name) {
      const [four, six] = await Promise.all([answer(resolver.resolve4(name)), answer(resolver.resolve6(name))])
      if (four !== 'UNSURE' && six !== 'UNSURE') return [...four, ...six]
      const known = [four, six].flatMap((one) => (one === 'UNSURE' ? [] : one))
      return known.length > 0 ? known : 'UNSURE'
    },
    mailHosts: (name) => answer(resolver.resolveMx(name).then((records) => records.map(({ exchange }) => exchange))),
    names: (address) => answer(resolver.reverse(address).then((names) => names.map((name) => name.toLowerCase()))),
  }
}

async function answer(asked: Promise<string[]>): Promise<Answer> {
  try {
    return await asked
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : ''
    return code === 'ENODATA' || code === 'ENOTFOUND' ? [] : 'UNSURE'
  }
}
