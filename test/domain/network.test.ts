import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientNetwork } from '../../server/domain/network.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
  ['0000:0000:0000:0000:0000:ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1%eth0', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::1:2:3:4', '2001:db8:0:0::/64'],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:db8:1:2:3:4:203.0.113.7', '2001:db8:1:2::/64'],
  ['fe80::1%en0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s is counted as %s', (address, network) => {
  expect(clientNetwork(address)).toBe(network)
})

test('a household is one network, its neighbour another, however the address is written', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), group, (groups, other) => {
      fc.pre(groups[0] !== 0)
      const written = (each: number[]) => each.map((value) => value.toString(16)).join(':')
      const padded = groups.map((value) => value.toString(16).padStart(4, '0').toUpperCase()).join(':')
      expect(clientNetwork(padded)).toBe(clientNetwork(written(groups)))
      expect(clientNetwork(written([...groups.slice(0, 7), other]))).toBe(clientNetwork(written(groups)))
      const neighbour = groups.with(3, (groups[3] ?? 0) ^ 1)
      expect(clientNetwork(written(neighbour))).not.toBe(clientNetwork(written(groups)))
    }),
  )
})
