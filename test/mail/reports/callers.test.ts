import { expect, test } from 'vitest'
import { createCallers } from '../../../server/mail/reports/callers.ts'

test('a household of IPv6 is one caller however many of its addresses call; the next household another', () => {
  const callers = createCallers(3)
  const enter = (address: string) => callers.enter(address, address)
  expect(['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:DB8:1:2:ffff::3'].map(enter)).toEqual([true, true, true])
  expect(['2001:db8:1:2:dead:beef:0:4', '2001:db8:1:3::1', '203.0.113.7'].map(enter)).toEqual([false, true, true])
  // A neighbour of the same /48 is another household, and an IPv4 address in IPv6 clothes the one it is.
  expect(['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.8'].map((a, i) => callers.enter(`${i}`, a))).toEqual([
    ...[true, true, true],
  ])
  expect(callers.enter('again', '203.0.113.7')).toBe(false)
})

test('who leaves makes room, and who was sent off holds its place until it has left', () => {
  const callers = createCallers(1)
  expect([callers.enter('a', '2001:db8::1'), callers.enter('b', '2001:db8::2')]).toEqual([true, false])
  callers.leave('a')
  expect(callers.enter('c', '2001:db8::3')).toBe(false)
  callers.leave('b')
  callers.leave('c')
  expect(callers.enter('d', '2001:db8::4')).toBe(true)
})
