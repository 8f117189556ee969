import { expect, test } from 'vitest'
import { createAlarm } from '../../server/alarm.ts'
import { digestOf } from '../../server/keys.ts'
import { acceptKey } from '../../server/partners/accept-key.ts'
import { revokeKey } from '../../server/partners/revoke-key.ts'
import { newPartner } from '../support/partners.ts'
import { type World, world } from '../support/world.ts'

async function used(kind: string, networks: string[] = []) {
  const w = await world()
  await w.people.owner()
  const origins = kind === 'publishable' ? ['https://portail.example'] : []
  const { key, secret } = await newPartner(w.deps, 'lumen', { kind, networks, origins })
  const alarm = createAlarm(w.deps)
  const from = (address: string) => w.api('{ __typename }', {}, { key: secret, from: address })
  const alerts = async () => {
    await alarm.look()
    return alarm.alerts()
  }
  return { w, key, from, alerts }
}
const events = (w: World) => w.deps.db.event.count({ where: { kind: 'KEY_NETWORK_NEW' } })

test('a live key on a network where it never was is told once, for a day', async () => {
  const { w, key, from, alerts } = await used('live')
  await from('203.0.113.7')
  await from('203.0.113.7')
  expect([await events(w), await alerts()]).toEqual([0, []])
  await Promise.all([from('198.51.100.1'), from('198.51.100.1'), from('203.0.113.7')])
  expect([await events(w), await alerts()]).toEqual([1, ['KEY_NETWORK']])
  expect(await w.deps.db.event.findFirst({ where: { kind: 'KEY_NETWORK_NEW' } })).toMatchObject({
    facts: { partner: key.partnerId, key: key.id },
  })
  await from('198.51.100.1')
  await from('2001:db8::1')
  expect(await events(w)).toBe(2)
  w.clock.forward({ hours: 24 })
  expect(await alerts()).toEqual([])
})

test('revoking the key ends the alert', async () => {
  const { w, from, alerts } = await used('live')
  await from('203.0.113.7')
  await from('198.51.100.1')
  expect(await alerts()).toEqual(['KEY_NETWORK'])
  await revokeKey(w.deps, 'lumen', null, 'accueil-2')
  expect(await alerts()).toEqual([])
})

test('a key that names its networks, and a test key, raise nothing', async () => {
  for (const [kind, networks] of [
    ['live', ['203.0.113.0/24', '198.51.100.0/24']],
    ['test', []],
  ] as const) {
    const { w, from, alerts } = await used(kind, [...networks])
    await from('203.0.113.7')
    await from('198.51.100.1')
    expect([await events(w), await alerts()], kind).toEqual([0, []])
  }
})

test('where owners’ browsers use a publishable key from is written down nowhere', async () => {
  const { w, key } = await used('publishable')
  const from = { address: '203.0.113.7', origin: { name: 'https://portail.example', ours: false } }
  const secret = 'pk_0123456789'
  await w.deps.db.key.update({ where: { id: key.id }, data: { hash: digestOf(secret) } })
  expect(await acceptKey(w.deps, secret, from, w.clock.now())).toMatchObject({ key: { kind: 'PUBLISHABLE' } })
  expect(await w.deps.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
    ...{ lastUsedAt: w.clock.now(), lastNetwork: null, networks: [] },
  })
})

test('a use writes nothing of the key but once a minute', async () => {
  const { w, key, from } = await used('live')
  const lastUsedAt = async () => (await w.deps.db.key.findUniqueOrThrow({ where: { id: key.id } })).lastUsedAt
  const first = w.clock.now()
  await from('203.0.113.7')
  w.clock.forward({ seconds: 59 })
  await from('203.0.113.7')
  expect(await lastUsedAt()).toEqual(first)
  w.clock.forward({ seconds: 1 })
  await from('203.0.113.7')
  expect(await lastUsedAt()).toEqual(w.clock.now())
})
