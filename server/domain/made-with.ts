/** What a flow or a session remembers of the key that made it; null: none. */
export interface MadeWith {
  realm: string
  partnerId: string | null
  keyId: string | null
}

/**
 * Whether a flow or session is a caller's to go on with: of its realm, and made with a key of the same partner (or
 * without one, like the caller). Attack: a handle or token that leaked from one portal, tried with the key of another.
 * Another key of the same partner goes on, so that a key can be replaced while owners are at work; `closedIds` are those
 * whose flows this one does not go on with.
 */
export function isCallers(
  made: MadeWith,
  { realm, key }: { realm: string; key: { partnerId: string; closedIds: readonly string[] } | null },
): boolean {
  if (made.realm !== realm || made.partnerId !== (key?.partnerId ?? null)) return false
  return made.keyId === null || !key?.closedIds.includes(made.keyId)
}
