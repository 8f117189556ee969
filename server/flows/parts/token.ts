import type { Random } from '../../deps.ts'

/** A new bearer secret of 256 bits, shown once; `prefix` tells a session (`cs`) from a flow's handle (`cf`). */
export function newToken(random: Random, prefix: 'cs' | 'cf'): string {
  return `${prefix}_${Buffer.from(random.bytes(32)).toString('base64url')}`
}
