import { expect, test } from 'vitest'
import { issueKey } from '../../server/partners/issue-key.ts'
import { revokeKey } from '../../server/partners/revoke-key.ts'
import { rotateKey } from '../../server/partners/rotate-key.ts'
import { newPartner } from '../support/partners.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

const by = 'accueil-2'
const password = 'Tilleul-42-lampe'
const email = 'marie@orange.example'

async function partnerAtWork() {
  const w = await world()
  const [letter] = await w.people.owner()
  return { w, letter, ...(await newPartner(w.deps, 'lumen', { kind: 'live', networks: ['203.0.113.0/24'] })) }
}
const me = (w: World, key: string, token: string) => w.api('{ me { email } }', {}, { key, token })

test('a key takes another’s place with the same rights; the old one ends after the overlap, and owners go on', async () => {
  const { w, letter, key: old, secret } = await partnerAtWork()
  const token = await migrate(w, letter, email, password, { key: secret })
  const rotated = await rotateKey(w.deps, 'lumen', `${old.prefix}…`, '2', by)
  if (rotated.__typename !== 'KeyRotated') throw new Error('the key was not replaced')
  const { kind, scopes, agencyIds, allowedNetworks, origins } = old
  expect(rotated.key).toMatchObject({ kind, scopes, agencyIds, allowedNetworks, origins })
  expect(rotated.key.expiresAt?.getTime()).toBe(w.clock.now().getTime() + 365 * 86_400_000)
  w.clock.forward({ minutes: 20 })
  for (const one of [secret, rotated.secret]) expect(await me(w, one, token)).toEqual({ me: { email } })
  w.clock.forward({ hours: 1, minutes: 40, ms: -1 })
  const { token: later } = await steps(w, { key: secret }).signIn(letter, password)
  w.clock.forward({ ms: 1 })
  await expect(me(w, secret, later)).rejects.toThrow('KEY_EXPIRED')
  expect(await me(w, rotated.secret, later)).toEqual({ me: { email } })
})

test('a rotation never lets a key live longer than it would have, and one that is over is not replaced', async () => {
  const { w, key, partner } = await partnerAtWork()
  const soon = new Date(w.clock.now().getTime() + 3_600_000)
  await w.deps.db.key.update({ where: { id: key.id }, data: { expiresAt: soon } })
  expect(await rotateKey(w.deps, 'lumen', key.prefix, '24', by)).toMatchObject({ replaced: { expiresAt: soon } })
  w.clock.forward({ hours: 1 })
  const gone = [{ field: 'key', reason: 'UNKNOWN' }]
  expect(await rotateKey(w.deps, 'lumen', key.prefix, '24', by)).toMatchObject({ faults: gone })
  const { key: foreign } = await newPartner(w.deps, 'autre')
  expect(await rotateKey(w.deps, 'lumen', foreign.prefix, undefined, by)).toMatchObject({ faults: gone })
  expect(await rotateKey(w.deps, 'lumen', key.prefix, '721', by)).toMatchObject({ faults: [{ field: 'overlap' }, {}] })
  expect(await w.deps.db.key.count({ where: { partnerId: partner.id } })).toBe(2)
})

test('a further key serves agencies of its partner alone', async () => {
  const { w, partner } = await partnerAtWork()
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', isDefault: false } })
  const faults = [{ field: 'agency', reason: 'UNKNOWN', word: 'parc' }]
  expect(await issueKey(w.deps, 'lumen', { agencies: ['tilleuls', 'parc'] }, by)).toMatchObject({ faults })
  expect(await issueKey(w.deps, 'lumen', {}, by)).toMatchObject({ key: { agencyIds: partner.agencyIds, kind: 'TEST' } })
  expect(await issueKey(w.deps, 'nobody', {}, by)).toMatchObject({ faults: [{ field: 'partner', reason: 'UNKNOWN' }] })
})

test('revoking a key ends at once what was opened with it, and nothing else', async () => {
  const { w, letter, key, secret } = await partnerAtWork()
  const [other] = await w.people.owner()
  const second = await issueKey(w.deps, 'lumen', { kind: 'live' }, by)
  if (second.__typename !== 'KeyIssued') throw new Error('no second key')
  const stolen = await migrate(w, letter, email, password, { key: secret })
  const kept = (await steps(w, { key: second.secret }).signIn(letter, password)).token
  const { handle } = await steps(w, { key: secret }).start(other)
  expect(await revokeKey(w.deps, 'lumen', key.prefix, by)).toMatchObject({ flows: 1, sessions: 1 })
  await expect(me(w, secret, stolen)).rejects.toThrow('KEY_REVOKED')
  expect(await me(w, second.secret, stolen)).toEqual({ me: null })
  // As a request writes it that was in hand while the key was revoked.
  await w.deps.db.session.updateMany({ where: { keyId: key.id }, data: { endedAt: null } })
  expect(await me(w, second.secret, stolen)).toEqual({ me: null })
  await w.deps.db.session.updateMany({ where: { keyId: key.id }, data: { endedAt: w.clock.now() } })
  expect(await me(w, second.secret, kept)).toEqual({ me: { email } })
  expect(await steps(w, { key: second.secret }).flow(handle)).toMatchObject({ reason: 'UNKNOWN' })
  expect(await w.deps.db.flow.count({ where: { keyId: key.id, endedAt: null } })).toBe(0)
  expect(await revokeKey(w.deps, 'lumen', null, by)).toMatchObject({ keys: [{ id: second.key.id }], sessions: 1 })
  const gone = [{ field: 'key', reason: 'UNKNOWN' }]
  expect(await revokeKey(w.deps, 'lumen', null, by)).toMatchObject({ faults: gone })
})
