import type { KeyKind } from './partner-key.ts'
import type { Limit, Rules } from './rules.ts'

/** The window of a key's uses that an instant is in. */
export interface KeyWindow {
  beginsAt: Date
  endsAt: Date
  windowSeconds: number
}

/** How often a key was used in the window under way, this time included. */
export interface KeyUses extends KeyWindow {
  count: number
  most: number
}

/** How often a key of this kind may be used: a test key less often, since nobody waits for what it tries. */
export function usesOf(kind: KeyKind, rules: Pick<Rules, 'keyRequests' | 'testKeyRequests'>): Limit {
  return kind === 'TEST' ? rules.testKeyRequests : rules.keyRequests
}

/** Windows begin at full minutes, the same for all keys and nodes: nothing has to remember when a key was used first. */
export function windowAt(now: Date, { minutes }: Limit): KeyWindow {
  const windowMs = minutes * 60_000
  const beginsAt = new Date(Math.floor(now.getTime() / windowMs) * windowMs)
  return { beginsAt, endsAt: new Date(beginsAt.getTime() + windowMs), windowSeconds: minutes * 60 }
}

/**
 * What a key has used of its minute, as draft-ietf-httpapi-ratelimit-headers says it: the policy (so many in a window),
 * and what is left until it begins anew.
 */
export function limitHeaders({ count, most, windowSeconds, endsAt }: KeyUses, now: Date): Record<string, string> {
  return {
    'RateLimit-Policy': `"key";q=${most};w=${windowSeconds}`,
    RateLimit: `"key";r=${Math.max(0, most - count)};t=${secondsUntil(endsAt, now)}`,
  }
}

export function secondsUntil(at: Date, now: Date): number {
  return Math.ceil((at.getTime() - now.getTime()) / 1000)
}
