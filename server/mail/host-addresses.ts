import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

const limitMs = 3_000
const lifeMs = 300_000
const mostKept = 2_000

/** Asks `servers` (none: the machine's own) for a mail host's addresses, IPv4 first; empty when none is found. */
export function createHostAddresses(servers: readonly string[]): (host: string) => Promise<readonly string[]> {
  const kept = new Map<string, { addresses: readonly string[]; until: number }>()
  return async (host) => {
    const known = kept.get(host)
    if (known && performance.now() < known.until) return known.addresses
    const resolver = new Resolver({ timeout: limitMs / 3, tries: 2 })
    if (servers.length > 0) resolver.setServers(servers)
    const timer = setTimeout(() => resolver.cancel(), limitMs)
    const answers = await Promise.all(
      [resolver.resolve4(host), resolver.resolve6(host)].map((asked) => asked.catch((): string[] => [])),
    )
    clearTimeout(timer)
    const addresses = answers.flat()
    // What was not found may be a name server that stumbles: asked again at the next attempt.
    if (addresses.length > 0) {
      const [oldest] = kept.keys()
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
      kept.set(host, { addresses, until: performance.now() + lifeMs })
    }
    return addresses
  }
}

/**
 * Public by its number, and of a cloud all the same: Azure's wire server hands a machine's certificates and settings to
 * whoever asks from there. The other clouds' are links, private or reserved, and refused as such.
 */
const wireServer = '168.63.129.16'

/** What is given out of IPv6 so far (IANA): whatever else an address says, nobody is there. */
const givenOut = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * True for an address out on the internet: not this machine, a private network, a link, a cloud's metadata, many
 * receivers at once, nor one with an IPv4 address inside, which a translator or a tunnel of ours may lead back into our
 * network. Anybody may type a domain whose addresses he set himself: one that leads into our own network must not make us
 * knock at its doors.
 */
export function isOutward(address: string): boolean {
  if (isIP(address) === 0) return false
  const known = ipaddr.parse(address)
  if (known.toString() === wireServer) return false
  return known.range() === 'unicast' && (known.kind() === 'ipv4' || known.match(givenOut))
}
