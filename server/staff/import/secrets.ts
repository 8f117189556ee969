import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Deps } from '../../deps.ts'
import type { Admission } from '../../hasher.ts'
import type { KnownAccount } from './decide.ts'
import type { IssuedPassword } from './issued-password.ts'

/** An issued password as the database keeps it. */
export interface StoredIssued {
  issuedHash: string
  issuedScheme: 'NORMAL' | 'AS_TYPED' | 'BCRYPT' | 'MD5' | 'SHA1'
}

/** Hashes what came in clear or as a bare digest: nothing weak is ever at rest. What came hashed is kept as it is. */
export async function storeIssued(place: Admission, password: IssuedPassword): Promise<StoredIssued> {
  switch (password.kind) {
    case 'CLEAR':
      return { issuedHash: await place.hash(password.normal), issuedScheme: 'NORMAL' }
    case 'DIGEST':
      return { issuedHash: await place.hash(password.hex), issuedScheme: password.scheme }
    case 'STORED':
      return { issuedHash: password.hash, issuedScheme: password.scheme }
  }
}

/** True when the file's password is the one stored. The digest itself was hashed, hence compared as it stands. */
export async function isSameIssued(
  place: Admission,
  password: IssuedPassword,
  account: KnownAccount,
): Promise<boolean> {
  if (!account.issuedHash || password.kind === 'STORED') return false
  const typed = password.kind === 'CLEAR' ? password.normal : password.hex
  return place.verify({ hash: account.issuedHash, scheme: password.kind === 'CLEAR' ? 'NORMAL' : 'CHOSEN' }, typed)
}

/**
 * Runs `job` for each item with a place in the hashing lane, as many at once as keep every core busy. A full lane
 * (another user of the same hasher) is waited for: an import is never in a hurry.
 */
export async function withEachPlace<T>(
  hasher: Deps['hasher'],
  items: readonly T[],
  job: (item: T, place: Admission) => Promise<void>,
): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) {
      const place = await enter(hasher)
      try {
        await job(item, place)
      } finally {
        place.release()
      }
    }
  }
  // Twice the cores: while one hash is being handed over, the next already waits in the lane.
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, worker))
}

async function enter(hasher: Deps['hasher']): Promise<Admission> {
  for (;;) {
    const place = hasher.admit()
    if (place) return place
    await pause(20)
  }
}
