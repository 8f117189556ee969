import type { Logger } from 'pino'
import type { Prisma, PrismaClient } from './generated/prisma/client.ts'
import type { Hasher } from './hasher.ts'
import type { KeyRing } from './keys.ts'
import type { Settings } from './settings.ts'

/** Everything a use-case may touch. The composition roots build it; tests build their own (test/support/world.ts). */
export interface Deps {
  db: PrismaClient
  clock: Clock
  random: Random
  hasher: Hasher
  blocklist: Blocklist
  keys: KeyRing
  settings: Settings
  log: Logger
}

/** An open transaction. Functions of `parts/` take one; only use-cases and the courier open one. */
export type Tx = Prisma.TransactionClient

export interface Clock {
  /** The instant of the database's clock (production), or one moved by hand (tests). */
  now(): Date
}

export interface Random {
  /** `size` unpredictable bytes. */
  bytes(size: number): Uint8Array<ArrayBuffer>
}

export interface Blocklist {
  /** True when a password is among the known-common ones or as easy to guess (security.md: "not a known-common password"). */
  isCommon(password: string): boolean
}
