import type { Tx } from '../../deps.ts'
import type { Partner } from '../../generated/prisma/client.ts'

/** The partner of this short name, locked: two commands about one partner take turns. Null: there is none. */
export async function lockPartner(tx: Tx, partnerKey: string): Promise<Partner | null> {
  const [partner] = await tx.$queryRaw<Partner[]>`SELECT * FROM "Partner" WHERE key = ${partnerKey} FOR NO KEY UPDATE`
  return partner ?? null
}
