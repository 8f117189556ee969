import type { Context } from './context.ts'

/** What a field may ask of its caller. */
export type Scope = 'flows' | 'readAccounts' | 'readEvents' | 'testMode'

/**
 * What the caller may do. Without a key, what an owner may: walk through a journey, and nothing about anybody else's
 * accounts. With one, what it was issued for.
 */
export function scopesOf({ caller: { key } }: Context): Record<Scope, boolean> {
  return {
    flows: key === null || key.scopes.includes('FLOWS'),
    readAccounts: key?.scopes.includes('READ_ACCOUNTS') ?? false,
    readEvents: key?.scopes.includes('READ_EVENTS') ?? false,
    testMode: key?.kind === 'TEST',
  }
}
