import type { Deps } from '../deps.ts'
import { clientNetwork } from '../domain/network.ts'
import { judgeKey, type KeyRefusal, type KeyUse } from '../domain/partner-key.ts'
import type { CallerKey } from '../flows/caller.ts'
import { digestOf } from '../keys.ts'
import { isWithin } from './parts/networks.ts'

/** `lastUsedAt` is written at most this often, so that most uses of a key write nothing of it. */
const touchSeconds = 60

interface Row extends CallerKey {
  origins: string[]
  allowedNetworks: string[]
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  lastNetwork: string | null
}

/**
 * The key of this text, if it may be used now and from there: found by its digest, so that no comparison takes longer
 * the nearer a guess comes. `address`: the socket's, whoever the partner's server speaks for. Writes when and from which
 * network it was last used. Resolves with why it is refused otherwise.
 */
export async function acceptKey(
  deps: Pick<Deps, 'db'>,
  text: string,
  { address, origin }: { address: string; origin: KeyUse['origin'] },
  now: Date,
): Promise<CallerKey | { refusal: KeyRefusal }> {
  const [row] = await deps.db.$queryRaw<Row[]>`
    SELECT k.id, k."partnerId", p.key AS "partnerKey", k.kind::text AS kind, k.scopes::text[] AS scopes,
      ARRAY(SELECT unnest(k."agencyIds") INTERSECT SELECT unnest(p."agencyIds")) AS "agencyIds",
      ARRAY(SELECT id FROM "Key" WHERE "partnerId" = p.id AND "revokedAt" IS NOT NULL) AS "revokedIds",
      k.origins, k."allowedNetworks", k."expiresAt", k."revokedAt", k."lastUsedAt", k."lastNetwork"
    FROM "Key" AS k JOIN "Partner" AS p ON p.id = k."partnerId"
    WHERE k.hash = ${digestOf(text)}`
  if (!row) return { refusal: 'UNKNOWN' }
  const refusal = judgeKey(row, { origin, networkAllowed: isWithin(address, row.allowedNetworks) }, now)
  if (refusal) return { refusal }
  const network = clientNetwork(address)
  const stale = !row.lastUsedAt || now.getTime() >= row.lastUsedAt.getTime() + touchSeconds * 1000
  if (stale || row.lastNetwork !== network) {
    await deps.db.key.updateMany({ where: { id: row.id }, data: { lastUsedAt: now, lastNetwork: network } })
  }
  const { id, partnerId, partnerKey, kind, scopes, agencyIds, revokedIds } = row
  return { id, partnerId, partnerKey, kind, scopes, agencyIds, revokedIds }
}
