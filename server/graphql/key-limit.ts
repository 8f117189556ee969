import type { KeyUses } from '../partners/accept-key.ts'

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
