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
  mailDomains: MailDomains
  brake: Brake
  settings: Settings
  log: Logger
}

/** An open transaction. Functions of `parts/` take one; only use-cases and the courier open one. */
export type Tx = Prisma.TransactionClient

export interface Clock {
  /** The instant of the database's clock (production), or one moved by hand (tests). */
  now(): Date
  /** True for some seconds after it leapt: what was written by it before, other nodes may still write anew. Absent: it never leaps. */
  leaptLately?(): boolean
}

export interface Random {
  /** `size` unpredictable bytes. */
  bytes(size: number): Uint8Array<ArrayBuffer>
}

export interface Blocklist {
  /** True when a password is among the known-common ones or as easy to guess (security.md: "not a known-common password"). */
  isCommon(password: string): boolean
  /** True when it is in the operator's set of breached ones (ASVS 5.0, 6.2.12); false where there is no set. */
  isBreached(password: string): Promise<boolean>
}

export interface Brake {
  /** Whether too many codes fail in the whole system. */
  isOn(): boolean
  /** Resolves at once while it is off, after a wait while it is on; false: too many wait already. */
  wait(): Promise<boolean>
}

export interface MailDomains {
  /**
   * Where mail for a domain (its ASCII form) goes, within 1.5 s. Never throws. `asker`: on whose behalf, where somebody
   * typed the domain: nobody makes us ask for many.
   */
  look(domain: string, asker?: string): Promise<MailDomain>
}

export type MailDomain =
  /** MX hosts by preference; the domain itself when it has an address and no MX. `filter`: the challenge filter they stand for. */
  | { found: 'HOSTS'; hosts: readonly string[]; filter: string | null }
  /** No such domain, or one that takes no mail (RFC 7505), or has neither MX nor address. */
  | { found: 'NONE' }
  /** Time-out or a broken name server: nothing is known, and nobody is held up by it. */
  | { found: 'UNSURE' }
