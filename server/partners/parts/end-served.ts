import type { Tx } from '../../deps.ts'
import { liveRealm } from '../../domain/partner-key.ts'

/**
 * Ends what a partner has open with owners of these agencies: its sessions and flows, nobody else's. A reset that still
 * waits for its code ends in silence, as one of a pair that opens nothing: whether the pair was right would else be told
 * by its end (docs/decisions/0012). Its sandbox's people are not owners of an agency, and go on.
 */
export async function endServed(
  tx: Tx,
  { partnerId, agencyIds }: { partnerId: string; agencyIds: readonly string[] },
  now: Date,
): Promise<{ flows: number; sessions: number }> {
  const theirs = { realm: liveRealm, partnerId, endedAt: null }
  const account = { owner: { agencyId: { in: [...agencyIds] } } }
  const open = await tx.$queryRaw<{ id: string; waits: boolean }[]>`
    SELECT f.id, f.kind = 'RESET' AND f.step = 'ENTER_CODE' AS waits
    FROM "Flow" AS f JOIN "Account" AS a ON a.id = f."accountId" JOIN "Owner" AS o ON o.id = a."ownerId"
    WHERE f."partnerId" = ${partnerId}::uuid AND f.realm = ${liveRealm} AND f."endedAt" IS NULL
      AND o."agencyId" = ANY(${[...agencyIds]}::uuid[])
    ORDER BY f.id FOR UPDATE OF f`
  const waiting = open.filter(({ waits }) => waits).map(({ id }) => id)
  const others = open.filter(({ waits }) => !waits).map(({ id }) => id)
  await tx.code.updateMany({ where: { flowId: { in: waiting } }, data: { muted: true } })
  await tx.flow.updateMany({ where: { id: { in: waiting } }, data: { accountId: null } })
  await tx.flow.updateMany({ where: { id: { in: others } }, data: { endedAt: now, end: 'SUPERSEDED' } })
  const sessions = await tx.session.updateMany({ where: { ...theirs, account }, data: { endedAt: now } })
  return { flows: open.length, sessions: sessions.count }
}
