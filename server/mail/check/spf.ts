import { BlockList, isIPv6 } from 'node:net'
import type { LookUps } from './look-ups.ts'

/** NONE: no record. MANY: two of them, which is worth none. UNSURE: the DNS, or a term that we do not compute. */
export type SpfVerdict = 'PASS' | 'FAIL' | 'SOFTFAIL' | 'NEUTRAL' | 'NONE' | 'MANY' | 'BROKEN' | 'UNSURE'

const qualified: Readonly<Record<string, SpfVerdict>> = { '+': 'PASS', '-': 'FAIL', '~': 'SOFTFAIL', '?': 'NEUTRAL' }
/** Terms that cost a look-up: past ten a receiver stops, and the record is broken (RFC 7208 §4.6.4). */
const mostLookUps = 10

/** What a receiver finds when a mail of `domain` comes from `address` (RFC 7208). */
export function judgeSpf(dns: LookUps, domain: string, address: string): Promise<SpfVerdict> {
  return judge(dns, domain, address, { left: mostLookUps })
}

async function judge(dns: LookUps, domain: string, address: string, budget: { left: number }): Promise<SpfVerdict> {
  const texts = await dns.texts(domain)
  if (texts === 'UNSURE') return 'UNSURE'
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text))
  const [record, ...others] = records
  if (record === undefined) return 'NONE'
  if (others.length > 0) return 'MANY'
  let redirect: string | null = null
  for (const term of record.split(/ +/).slice(1).filter(Boolean)) {
    const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(term)
    if (modifier) {
      if (modifier[1]?.toLowerCase() === 'redirect') redirect = modifier[2] ?? ''
      continue
    }
    const [, sign = '+', name = '', value = ''] = /^([+\-~?]?)([a-z0-9]+)(.*)$/i.exec(term) ?? []
    const matched = await matches(dns, { name: name.toLowerCase(), value }, domain, address, budget)
    if (matched === true) return qualified[sign || '+'] ?? 'BROKEN'
    if (matched !== false) return matched
  }
  if (redirect === null) return 'NEUTRAL'
  if (budget.left-- <= 0 || redirect.includes('%')) return redirect.includes('%') ? 'UNSURE' : 'BROKEN'
  const there = await judge(dns, redirect, address, budget)
  return there === 'NONE' ? 'BROKEN' : there
}

/** True or false, or what it makes of the whole record. */
async function matches(
  dns: LookUps,
  { name, value }: { name: string; value: string },
  domain: string,
  address: string,
  budget: { left: number },
): Promise<boolean | SpfVerdict> {
  if (name === 'all') return true
  if (name === 'ip4' || name === 'ip6') return isWithin(value.slice(1), address)
  if (!['include', 'a', 'mx', 'exists', 'ptr'].includes(name)) return 'BROKEN'
  if (budget.left-- <= 0) return 'BROKEN'
  const [, named, bits4, bits6] = /^(?::([^/]+))?(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/.exec(value) ?? []
  const target = named ?? domain
  // Computed from the mail itself: what a receiver will find cannot be known here.
  if (name === 'exists' || name === 'ptr' || target.includes('%')) return 'UNSURE'
  if (name === 'include') {
    const there = await judge(dns, target, address, budget)
    if (there === 'PASS') return true
    return there === 'UNSURE' ? 'UNSURE' : ['NONE', 'MANY', 'BROKEN'].includes(there) ? 'BROKEN' : false
  }
  const hosts = name === 'mx' ? await dns.mailHosts(target) : [target]
  const found = hosts === 'UNSURE' ? ['UNSURE' as const] : await Promise.all(hosts.slice(0, 10).map(dns.addresses))
  if (found.includes('UNSURE')) return 'UNSURE'
  const bits = isIPv6(address) ? (bits6 ?? '128') : (bits4 ?? '32')
  const own = found.flat().filter((one) => isIPv6(one) === isIPv6(address))
  return own.some((one) => isWithin(`${one}/${bits}`, address) === true)
}

function isWithin(network: string, address: string): boolean | 'BROKEN' {
  const [start = '', bits] = network.split('/')
  const family = isIPv6(start) ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  try {
    list.addSubnet(start, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  } catch {
    return 'BROKEN'
  }
  return isIPv6(address) === (family === 'ipv6') && list.check(address, family)
}
