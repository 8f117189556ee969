import { BlockList, isIP } from 'node:net'

/** The addresses of our own reverse proxies, whose word for the client's address is taken. */
export interface TrustedProxies {
  /** Whether an address (of a socket, or one that a trusted proxy wrote) is one of them. */
  has(address: string): boolean
}

/** `10.0.0.0/8,2001:db8::1`: networks or single addresses with commas between. What is neither becomes a fault. */
export function readProxies(text: string, faults: string[]): TrustedProxies {
  const list = new BlockList()
  for (const part of text.split(',').map((item) => item.trim())) {
    if (part !== '' && !add(list, part)) {
      faults.push(`TRUSTED_PROXIES must be addresses or networks like 10.0.0.0/8, with commas: "${part}" is neither`)
    }
  }
  return { has: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) }
}

function add(list: BlockList, part: string): boolean {
  const [address = '', prefix, ...rest] = part.split('/')
  if (isIP(address) === 0 || rest.length > 0) return false
  if (prefix === undefined) {
    list.addAddress(address, familyOf(address))
    return true
  }
  // A prefix of 0 would take everybody's word.
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) < 1 || Number(prefix) > (isIP(address) === 4 ? 32 : 128)) return false
  list.addSubnet(address, Number(prefix), familyOf(address))
  return true
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6')
