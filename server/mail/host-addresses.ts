import { Resolver } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'

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

const inward = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inward.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  // With an IPv4 address inside, which a translator or a tunnel of ours may lead back into our network: IPv4-compatible,
  // NAT64, Teredo, 6to4. No mail host is published so.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inward.addSubnet(net, bits, 'ipv6')

/**
 * True for an address out on the internet. Anybody may type a domain whose MX he set himself: one that leads into our own
 * network must not make us knock at its doors.
 */
export function isOutward(address: string): boolean {
  return !inward.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
