/**
 * What sign-in failures and sends are counted on: the IPv4 address, or the IPv6 /64 (one household, one carrier cell:
 * a client moves freely within it). Anything else counts as one network of its own.
 */
export function clientNetwork(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const groups = groupsOf(plain)
  // An IPv4 client on a socket of both kinds, in any spelling: the same network as on a socket of IPv4 alone.
  if (/^(0:){5}ffff:/.test(groups.join(':'))) return dotted(groups[6] ?? '0', groups[7] ?? '0')
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const hex = address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${pair(a, b).toString(16)}:${pair(c, d).toString(16)}`,
  )
  const [head = '', tail] = hex.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.replace(/^0+(?=.)/, ''))
}

const pair = (high: string, low: string) => Number(high) * 256 + Number(low)

const dotted = (...groups: string[]) =>
  groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join('.')
