/** What a key may be for. LIVE: a server, owners of the real world. TEST: the partner's own realm. PUBLISHABLE: a browser. */
export const keyKinds = ['LIVE', 'TEST', 'PUBLISHABLE'] as const
export type KeyKind = (typeof keyKinds)[number]

/** What a key opens: owners' journeys; which accounts of its agencies have migrated; what happened to them. */
export const keyScopes = ['FLOWS', 'READ_ACCOUNTS', 'READ_EVENTS'] as const
export type KeyScope = (typeof keyScopes)[number]

/** What a field of the contract may ask of its caller. */
export type Right = 'flows' | 'readAccounts' | 'readEvents' | 'testMode'

/**
 * What a caller may do. Without a key, what an owner may: walk through a journey, and nothing about anybody else's
 * accounts. With one, what it was issued for.
 */
export function rightsOf(key: { kind: KeyKind; scopes: readonly KeyScope[] } | null): Record<Right, boolean> {
  return {
    flows: key === null || key.scopes.includes('FLOWS'),
    readAccounts: key?.scopes.includes('READ_ACCOUNTS') ?? false,
    readEvents: key?.scopes.includes('READ_EVENTS') ?? false,
    testMode: key?.kind === 'TEST',
  }
}

/** What the text of a key begins with, so that whoever finds one in a file knows what it is. */
export const keyPrefixes = { LIVE: 'ck_live', TEST: 'ck_test', PUBLISHABLE: 'pk' } as const satisfies Record<
  KeyKind,
  string
>

export const liveRealm = 'live'

/** Where a key works: a test key in its partner's own realm, which no live row is in. */
export function realmOfKey(kind: KeyKind, partnerKey: string): string {
  return kind === 'TEST' ? `test:${partnerKey}` : liveRealm
}

/** Why a key opens nothing. Each is told only to who holds it; all unknown keys are answered alike. */
export const keyRefusals = ['UNKNOWN', 'EXPIRED', 'REVOKED', 'NETWORK', 'ORIGIN'] as const
export type KeyRefusal = (typeof keyRefusals)[number]

/** Where a request comes from. `ours`: its Origin is one of our own sites. */
export interface KeyUse {
  origin: { name: string; ours: boolean } | null
  /** The address it came from is one that the key may be used from. */
  networkAllowed: boolean
}

/**
 * Whether a key may be used now and from there; null: it may. A LIVE key in a page of a browser is a key that everybody
 * reads: it is refused whatever the Origin. A PUBLISHABLE one is for its own pages only; a TEST one also for ours.
 */
export function judgeKey(
  key: { kind: KeyKind; expiresAt: Date | null; revokedAt: Date | null; origins: readonly string[] },
  { origin, networkAllowed }: KeyUse,
  now: Date,
): KeyRefusal | null {
  if (key.revokedAt) return 'REVOKED'
  if (key.expiresAt && key.expiresAt <= now) return 'EXPIRED'
  if (!networkAllowed) return 'NETWORK'
  return judgeOrigin(key, origin) ? null : 'ORIGIN'
}

function judgeOrigin(
  { kind, origins }: { kind: KeyKind; origins: readonly string[] },
  origin: KeyUse['origin'],
): boolean {
  const own = origin !== null && origins.includes(origin.name.toLowerCase())
  switch (kind) {
    case 'LIVE':
      return origin === null
    case 'TEST':
      return origin === null || origin.ours || own
    case 'PUBLISHABLE':
      return own
  }
}

/** `https://portail.example`, as browsers write an Origin; null when it is none. http only on this machine. */
export function readOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, origin } = new URL(text)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) return null
  return text.replace(/\/$/, '').toLowerCase() === origin ? origin : null
}
