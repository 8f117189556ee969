/**
 * What sign-in failures and sends are counted on: the IPv4 address, or the IPv6 /64 (one household, one carrier cell:
 * a client moves freely within it). Anything else counts as one network of its own.
 */
export function clientNetwork(address: string): string {
  const mapped = address.toLowerCase().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
  if (!mapped.includes(':')) return mapped
  const [head = '', tail] = mapped.replace(/%.*$/, '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
