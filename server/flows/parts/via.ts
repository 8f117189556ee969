import type { Caller } from '../caller.ts'

/** What a flow or a session remembers of the key that made it: revoking that key ends it. */
export function via({ key }: Pick<Caller, 'key'>): { partnerId: string | null; keyId: string | null } {
  return { partnerId: key?.partnerId ?? null, keyId: key?.id ?? null }
}

/**
 * Whether a flow or session is this caller's to go on with: of its realm, and made with a key of the same partner (or
 * without one, like the caller). Attack: a handle or token that leaked from one portal, tried with the key of another.
 * Another key of the same partner goes on, so that a key can be replaced while owners are at work.
 */
export function isCallers(
  made: { realm: string; partnerId: string | null; keyId: string | null },
  { realm, key }: Pick<Caller, 'realm' | 'key'>,
): boolean {
  if (made.realm !== realm || made.partnerId !== (key?.partnerId ?? null)) return false
  return made.keyId === null || !key?.closedIds.includes(made.keyId)
}
