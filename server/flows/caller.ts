import type { KeyKind, KeyScope } from '../domain/partner-key.ts'

/** Who calls a use-case, as far as its rules need to know. */
export interface Caller {
  /** `live`, or `test:<partner>`: part of every look-up, counter, message and event. */
  realm: string
  /** The partner's key it came with; null: the site, or a program without one. */
  key: CallerKey | null
  /** What limits of a client network count on: the socket's address, or a configured proxy's word for it. */
  clientAddress: string
  /** What its browser says of itself; null when nothing. Read into a word (domain/device.ts), never kept. */
  userAgent: string | null
  /** Where the site keeps the token of a known device; null for a program that calls the API: it has none. */
  device: DeviceSlot | null
}

/** A key that may be used now, and what it opens. */
export interface CallerKey {
  id: string
  partnerId: string
  /** The partner's short name. */
  partnerKey: string
  kind: KeyKind
  scopes: readonly KeyScope[]
  /** Whose owners it serves; everybody else's are not found. */
  agencyIds: readonly string[]
  /**
   * Keys of its partner whose flows and sessions it does not go on with: revoked ones (what a request then in hand still
   * opened is nobody's), those that serve an agency which it does not, and for a publishable one those that are not.
   */
  closedIds: readonly string[]
}

export interface DeviceSlot {
  /** The token that the browser holds; null: none. Whether it is one of ours is not known yet. */
  held: string | null
  /** Hands the browser its token, in place of the one it held. */
  give(token: string): void
}
