import type { MockKey } from '../../../mocks/keys.ts'
import { issueKey } from '../../../server/partners/issue-key.ts'
import { newPartner } from '../../support/partners.ts'
import type { World } from '../../support/world.ts'

/** A key for each answer that one can get; both sides know the same. */
const keys = {
  live: {},
  reader: { scopes: ['READ_ACCOUNTS', 'READ_EVENTS'] },
  /** Of another partner. */
  other: { partnerId: 'orion', scopes: ['FLOWS'] },
  /** Of another agency's partner. */
  parc: { partnerId: 'parc', agencyIds: ['parc'] },
  /** Until an hour from now. */
  short: { expiresAt: new Date('2026-11-22T14:05:00Z') },
  revoked: { revokedAt: new Date('2026-11-21T00:00:00Z') },
  page: { kind: 'PUBLISHABLE', scopes: ['FLOWS'] },
  /** On somebody else's page. */
  stolen: { kind: 'PUBLISHABLE', scopes: ['FLOWS'] },
} as const satisfies Record<string, Partial<MockKey>>

export type KeyName = keyof typeof keys | 'unknown'
export type Secrets = Readonly<Record<KeyName, string>>
const names = Object.keys(keys) as (keyof typeof keys)[]

export const pageOrigin = 'https://portail.example'
const origins: Partial<Record<KeyName, string>> = { page: pageOrigin, stolen: 'https://evil.example' }

/** The page that a request with this key comes from; null: from a server. */
export function originOf({ key }: { key?: KeyName }): { name: string; ours: boolean } | null {
  const name = key && origins[key]
  return name ? { name, ours: false } : null
}

const facts = (name: keyof typeof keys): Omit<MockKey, 'id' | 'secret' | 'partner'> => ({
  ...{ partnerId: 'lumen', kind: 'LIVE', scopes: ['FLOWS', 'READ_ACCOUNTS', 'READ_EVENTS'], agencyIds: ['tilleuls'] },
  ...{ origins: name === 'page' || name === 'stolen' ? [pageOrigin] : [], expiresAt: null, revokedAt: null },
  ...keys[name],
})

export const mockSecrets = Object.fromEntries([...names, 'unknown'].map((name) => [name, `ck_${name}`])) as Secrets

export const mockKeysOf = (): MockKey[] =>
  names.map((name) => {
    const of = facts(name)
    return { id: name, secret: mockSecrets[name], partner: `Portail ${of.partnerId}`, ...of }
  })

/** Registers the same with the server, whose agency `tilleuls` there is by then. */
export async function serverKeys({ deps }: World): Promise<Secrets> {
  const { id: _id, ...like } = await deps.db.agency.findUniqueOrThrow({ where: { key: 'tilleuls' } })
  await deps.db.agency.create({ data: { ...like, key: 'parc', isDefault: false } })
  const secrets: Record<string, string> = { unknown: mockSecrets.unknown }
  for (const name of names) {
    const { partnerId, kind, scopes, agencyIds, origins, expiresAt, revokedAt } = facts(name)
    const words = scopes.map((scope) => scope.toLowerCase().replace('_', '-'))
    const typed = { kind: kind.toLowerCase(), scopes: words, origins, agencies: agencyIds }
    const known = await deps.db.partner.count({ where: { key: partnerId } })
    const made = known ? await issueKey(deps, partnerId, typed, 'accueil-2') : await newPartner(deps, partnerId, typed)
    if ('faults' in made) throw new Error(JSON.stringify(made.faults))
    secrets[name] = made.secret
    const { id } = made.key
    await deps.db.key.update({ where: { id }, data: { revokedAt, ...(expiresAt && { expiresAt }) } })
  }
  return secrets as Secrets
}
