import type { Deps, Tx } from '../../deps.ts'
import { keyPrefixes } from '../../domain/partner-key.ts'
import { record } from '../../flows/parts/record.ts'
import type { Key, Partner } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { KeyRequest } from './judge-key-request.ts'

const dayMs = 86_400_000

/** So much of a key is kept in clear and shown, to name it by; the rest is 200 random bits and more. */
const shownCharacters = 8

/** Makes a key of a partner. Its text is in what comes back and nowhere else: the table has its digest. */
export async function newKey(
  tx: Tx,
  deps: Pick<Deps, 'random'>,
  partner: Pick<Partner, 'id'>,
  request: KeyRequest & { agencyIds: string[] },
  by: string,
  now: Date,
): Promise<{ key: Key; secret: string }> {
  const { kind, scopes, agencyIds, allowedNetworks, origins, days } = request
  const start = `${keyPrefixes[kind]}_`
  const secret = `${start}${Buffer.from(deps.random.bytes(32)).toString('base64url')}`
  const key = await tx.key.create({
    data: {
      ...{ partnerId: partner.id, kind, scopes, agencyIds, allowedNetworks, origins, createdAt: now },
      networks: [],
      prefix: secret.slice(0, start.length + shownCharacters),
      hash: digestOf(secret),
      expiresAt: new Date(now.getTime() + days * dayMs),
    },
  })
  const facts = { partner: partner.id, key: key.id, kind, scopes: scopes.join(' '), by }
  await record(tx, { realm: 'live', kind: 'KEY_ISSUED', at: now, facts }, null)
  return { key, secret }
}
