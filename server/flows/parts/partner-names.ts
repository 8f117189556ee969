import type { Deps } from '../../deps.ts'

/** The partner's id that an event names in its facts; null: none, it did not come through a portal. */
export function partnerIn(facts: unknown): string | null {
  const named = typeof facts === 'object' && facts !== null && 'partner' in facts ? facts.partner : null
  return typeof named === 'string' ? named : null
}

/** The names that owners know these partners by; nothing is asked where there is none. */
export async function partnerNames(
  { db }: Pick<Deps, 'db'>,
  partnerIds: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, string>> {
  const ids = [...new Set(partnerIds)].filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const partners = await db.partner.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(partners.map(({ id, name }) => [id, name]))
}
