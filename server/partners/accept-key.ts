import type { Deps } from '../deps.ts'
import { type KeyUses, usesOf, windowAt } from '../domain/key-limit.ts'
import { clientNetwork } from '../domain/network.ts'
import { judgeKey, type KeyRefusal, type KeyUse } from '../domain/partner-key.ts'
import type { CallerKey } from '../flows/caller.ts'
import { digestOf } from '../keys.ts'
import { isWithin } from './parts/networks.ts'
import { noteUse, type UsedKey } from './parts/note-use.ts'

interface Row extends CallerKey, UsedKey {
  origins: string[]
  expiresAt: Date | null
  revokedAt: Date | null
  uses: number
  countedAs: string | null
}

export type KeyAccepted = { key: CallerKey; uses: KeyUses }

/**
 * The key of this text, if it may be used now and from there: found by its digest, so that no comparison takes longer
 * the nearer a guess comes. `address`: the socket's, whoever the partner's server speaks for. Counts the use, in the same
 * statement and for all nodes, in the minute under way; writes when and from which network it was last used. Resolves
 * with why it is refused otherwise.
 * Attack: a minute that is spent so that nobody else may use the key. What is refused takes nothing of it, and one of a
 * publishable key, which everybody reads, is that of a client network, known by its HMAC alone.
 */
export async function acceptKey(
  deps: Pick<Deps, 'db' | 'keys' | 'log' | 'settings'>,
  text: string,
  { address, origin }: { address: string; origin: KeyUse['origin'] },
  now: Date,
): Promise<KeyAccepted | { refusal: KeyRefusal }> {
  const { rules } = deps.settings
  const [window, testWindow] = [windowAt(now, usesOf('LIVE', rules)), windowAt(now, usesOf('TEST', rules))]
  const hash = digestOf(text)
  const network = clientNetwork(address)
  const hidden = Buffer.from(deps.keys.hmac(deps.keys.currentId, 'key use', hash, network)).toString('base64url')
  const [row] = await deps.db.$queryRaw<Row[]>`
    WITH found AS (
      SELECT k.*, p.key AS "partnerKey", p."agencyIds" AS served
      FROM "Key" AS k JOIN "Partner" AS p ON p.id = k."partnerId" WHERE k.hash = ${hash}
    ), counted AS (
      INSERT INTO "Tally" AS t (kind, minute, slot, n)
      SELECT 'KEY ' || id || CASE WHEN kind = 'PUBLISHABLE' THEN ' ' || ${hidden}::text ELSE '' END,
        CASE WHEN kind = 'TEST' THEN ${testWindow.beginsAt}::timestamptz(3) ELSE ${window.beginsAt}::timestamptz(3) END,
        0, 1 FROM found WHERE "revokedAt" IS NULL
      ON CONFLICT (kind, minute, slot) DO UPDATE SET n = t.n + 1
      RETURNING n, kind
    )
    SELECT id, "partnerId", "partnerKey", kind::text AS kind, scopes::text[] AS scopes,
      ARRAY(SELECT unnest("agencyIds") INTERSECT SELECT unnest(served)) AS "agencyIds",
      ARRAY(SELECT o.id FROM "Key" AS o WHERE o."partnerId" = f."partnerId"
        AND (o."revokedAt" IS NOT NULL OR NOT o."agencyIds" <@ f."agencyIds"
          OR f.kind = 'PUBLISHABLE' AND o.kind <> 'PUBLISHABLE')) AS "closedIds",
      origins, "allowedNetworks", "expiresAt", "revokedAt", networks, "lastUsedAt",
      coalesce((SELECT n FROM counted), 0) AS uses, (SELECT kind FROM counted) AS "countedAs"
    FROM found AS f`
  if (!row) return { refusal: 'UNKNOWN' }
  const own = row.kind === 'TEST' ? testWindow : window
  const refusal = judgeKey(row, { origin, networkAllowed: isWithin(address, row.allowedNetworks) }, now)
  if (refusal) {
    // Nothing was counted of a revoked one.
    if (row.countedAs !== null) {
      await deps.db.$executeRaw`
        UPDATE "Tally" SET n = n - 1 WHERE kind = ${row.countedAs} AND minute = ${own.beginsAt}::timestamptz(3) AND slot = 0`
    }
    return { refusal }
  }
  await noteUse(deps, row, network, now)
  const { id, partnerId, partnerKey, kind, scopes, agencyIds, closedIds } = row
  return {
    key: { id, partnerId, partnerKey, kind, scopes, agencyIds, closedIds },
    uses: { ...own, count: row.uses, most: usesOf(kind, rules).max },
  }
}
