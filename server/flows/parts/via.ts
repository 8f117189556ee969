import type { Caller } from '../caller.ts'

/** What a flow or a session remembers of the key that made it: revoking that key ends it. */
export function via({ key }: Pick<Caller, 'key'>): { partnerId: string | null; keyId: string | null } {
  return { partnerId: key?.partnerId ?? null, keyId: key?.id ?? null }
}
