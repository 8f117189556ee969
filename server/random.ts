import { randomBytes } from 'node:crypto'
import type { Random } from './deps.ts'

/** The operating system's randomness. Tests bring a seeded one. */
export const systemRandom: Random = { bytes: (size) => new Uint8Array(randomBytes(size)) }
