import type { Random } from '../../deps.ts'

/** A new bearer secret of 256 bits, shown once; `prefix` tells session (`cs`), flow's handle (`cf`) and device (`cd`). */
export function newToken(random: Random, prefix: 'cs' | 'cf' | 'cd'): string {
  return `${prefix}_${Buffer.from(random.bytes(32)).toString('base64url')}`
}
