import { createHash } from 'node:crypto'
import { normalIssuedPassword } from '../../server/domain/issued-password.ts'
import { canonicalPassword } from '../../server/domain/password.ts'
import type { Hasher } from '../../server/hasher.ts'

/** A hasher for tests that are not about hashing: quick, and it counts what argon2 would have been asked. */
export interface CheapHasher extends Hasher {
  /** Hashes and comparisons asked so far. */
  work: number
  /** When true every place is taken. */
  full: boolean
}

export function createCheapHasher(): CheapHasher {
  const digest = (text: string) => `cheap$${createHash('sha256').update(text).digest('base64url')}`
  const hasher: CheapHasher = {
    work: 0,
    full: false,
    admit() {
      if (hasher.full) return null
      return {
        async hash(password) {
          hasher.work++
          return digest(canonicalPassword(password))
        },
        async verify(stored, typed) {
          hasher.work++
          if (!stored) return false
          const form = stored.scheme === 'CHOSEN' ? canonicalPassword : normalIssuedPassword
          return stored.hash === digest(form(typed))
        },
        release() {},
      }
    },
    retryAfterSeconds: () => 2,
    isOutdated: () => false,
  }
  return hasher
}
