import { type KeyKind, type KeyScope, keyScopes } from '../server/domain/partner-key.ts'

/** A partner's key. The mock keeps its text: nothing in it is secret. */
export interface MockKey {
  id: string
  secret: string
  partnerId: string
  /** The partner's name, as owners read it in « Dernières activités ». */
  partner: string
  kind: KeyKind
  scopes: readonly KeyScope[]
  /** Keys of the agencies whose owners it serves. */
  agencyIds: readonly string[]
  /** PUBLISHABLE: where its pages are. */
  origins: readonly string[]
  expiresAt: Date | null
  revokedAt: Date | null
}

const day = 86_400_000

/** The keys of every scenario: one for each answer that a key can get. `pageOrigin`: whose pages `pk_mock` is for. */
export function mockKeys(now: Date, pageOrigin: string): MockKey[] {
  const ago = (days: number) => new Date(now.getTime() - days * day)
  const live: Omit<MockKey, 'id' | 'secret'> = {
    ...{ partnerId: 'lumen', partner: 'Portail Lumen', kind: 'LIVE', scopes: keyScopes, agencyIds: ['tilleuls'] },
    ...{ origins: [], expiresAt: null, revokedAt: null },
  }
  return [
    { ...live, id: 'key-1', secret: 'ck_live_mock' },
    { ...live, id: 'key-2', secret: 'ck_live_mock_reader', scopes: ['READ_ACCOUNTS', 'READ_EVENTS'] },
    { ...live, id: 'key-3', secret: 'ck_live_mock_expired', expiresAt: ago(1) },
    { ...live, id: 'key-4', secret: 'ck_live_mock_revoked', revokedAt: ago(1) },
    { ...live, id: 'key-5', secret: 'ck_live_mock_other', partnerId: 'orion', partner: 'Portail Orion' },
    {
      ...live,
      id: 'key-6',
      secret: 'ck_live_mock_parc',
      partnerId: 'parc',
      partner: 'Portail du Parc',
      agencyIds: ['parc'],
    },
    { ...live, id: 'key-7', secret: 'pk_mock', kind: 'PUBLISHABLE', scopes: ['FLOWS'], origins: [pageOrigin] },
  ]
}
