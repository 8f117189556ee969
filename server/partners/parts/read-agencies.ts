import type { Tx } from '../../deps.ts'
import type { PartnerFault } from './faults.ts'

/** The agencies of these keys, in the order given; each one that does not exist is a fault. */
export async function readAgencies(
  tx: Tx,
  keys: readonly string[],
): Promise<{ ids: string[]; faults: PartnerFault[] }> {
  const found = await tx.agency.findMany({ where: { key: { in: [...keys] } }, select: { id: true, key: true } })
  const ids = new Map(found.map(({ key, id }) => [key, id]))
  const unknown = keys.filter((key) => !ids.has(key))
  return {
    ids: [...new Set(keys.flatMap((key) => ids.get(key) ?? []))],
    faults: unknown.map((word) => ({ field: 'agency', reason: 'UNKNOWN', word })),
  }
}
