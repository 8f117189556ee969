import { expect, test } from 'vitest'
import { digestOf } from '../../server/keys.ts'
import { createPartner } from '../../server/partners/create-partner.ts'
import { wire } from '../api/wire.ts'
import { newPartner } from '../support/partners.ts'
import { world } from '../support/world.ts'

const query = { query: '{ __typename }' }

async function withAgency() {
  const w = await world()
  await w.people.owner()
  return w
}

test('a partner is registered with a key whose digest alone is kept', async () => {
  const w = await withAgency()
  const { partner, key, secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  expect(secret).toMatch(/^ck_live_[\w-]{43}$/)
  expect(secret.startsWith(key.prefix)).toBe(true)
  expect(key.prefix).toHaveLength('ck_live_'.length + 8)
  expect(Buffer.from(key.hash)).toEqual(Buffer.from(digestOf(secret)))
  const stored = JSON.stringify([
    await w.deps.db.key.findMany(),
    await w.deps.db.event.findMany({ omit: { number: true } }),
  ])
  expect(stored).not.toContain(secret)
  expect(await w.deps.db.event.findMany({ select: { kind: true, facts: true }, orderBy: { kind: 'asc' } })).toEqual([
    {
      kind: 'KEY_ISSUED',
      facts: { partner: partner.id, key: key.id, kind: 'LIVE', scopes: 'FLOWS', by: 'accueil-2' },
    },
    { kind: 'PARTNER_CREATED', facts: { partner: partner.id, by: 'accueil-2' } },
  ])
})

test('every word that is wrong is told at once, and nothing is written', async () => {
  const w = await withAgency()
  const typed = {
    ...{ name: ' ', contact: 'nowhere', kind: 'publishable', scopes: ['flows', 'read-accounts', 'all'] },
    ...{ agencies: ['tilleuls', 'parc'], networks: ['0.0.0.0/0'], origins: ['http://evil.example'], days: '0' },
  }
  const refused = await createPartner(w.deps, 'Lumen', typed, 'Marie Durand')
  if (refused.__typename !== 'PartnerRefused') throw new Error('a partner was made')
  expect(refused.faults.map(({ field, reason, word }) => [field, reason, word].join(' ').trim()).toSorted()).toEqual([
    'agency UNKNOWN parc',
    'by MALFORMED',
    'contact MALFORMED',
    'days MALFORMED',
    'name REQUIRED',
    'network MALFORMED 0.0.0.0/0',
    'network NOT_FOR_KIND',
    'origin MALFORMED http://evil.example',
    'partner MALFORMED',
    'scope MALFORMED all',
    'scope NOT_FOR_KIND read-accounts',
  ])
  expect([await w.deps.db.partner.count(), await w.deps.db.key.count()]).toEqual([0, 0])
})

test('all unknown keys are answered alike: 401 with a code, whatever they look like', async () => {
  const w = await withAgency()
  const { secret } = await newPartner(w.deps, 'lumen', { kind: 'live' })
  const api = wire(w)
  for (const text of ['', 'x', `${secret}x`, secret.slice(0, -1), secret.toUpperCase(), `ck_live_${'A'.repeat(43)}`]) {
    const answer = await api.post(query, { 'connexion-key': text })
    expect(answer.status, text).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Connexion-Key')
    expect(answer.json).toEqual({ errors: [{ message: 'Unknown key.', extensions: { code: 'KEY_UNKNOWN' } }] })
  }
  expect((await api.post(query, { 'connexion-key': secret })).status).toBe(200)
})

test('an expired or revoked key says so, from the very instant', async () => {
  const w = await withAgency()
  const { key, secret } = await newPartner(w.deps, 'lumen', { kind: 'live', days: '1' })
  const api = wire(w)
  const ask = async () => {
    const { status, json } = await api.post(query, { 'connexion-key': secret })
    return [status, json.errors?.[0].extensions.code ?? null]
  }
  w.clock.forward({ hours: 24, ms: -1 })
  expect(await ask()).toEqual([200, null])
  w.clock.forward({ ms: 1 })
  expect(await ask()).toEqual([401, 'KEY_EXPIRED'])
  await w.deps.db.key.update({ where: { id: key.id }, data: { revokedAt: w.clock.now() } })
  expect(await ask()).toEqual([401, 'KEY_REVOKED'])
})

test('a key is used from its networks alone, and remembers from where it was used last', async () => {
  const w = await withAgency()
  const networks = ['203.0.113.0/28', '2001:db8:7::/48']
  const { key, secret } = await newPartner(w.deps, 'lumen', { kind: 'live', networks })
  const from = (address: string) => w.api('{ __typename }', {}, { key: secret, from: address })
  await from('203.0.113.15')
  expect(await w.deps.db.key.findUnique({ where: { id: key.id } })).toMatchObject({
    lastUsedAt: w.clock.now(),
    lastNetwork: '203.0.113.15',
  })
  w.clock.forward({ minutes: 1 })
  await from('2001:db8:7:1::9')
  expect(await w.deps.db.key.findUnique({ where: { id: key.id } })).toMatchObject({ lastNetwork: '2001:db8:7:1::/64' })
  for (const address of ['203.0.113.16', '2001:db8:8::1', 'unknown', '::1']) {
    await expect(from(address), address).rejects.toThrow('KEY_NETWORK')
  }
})
