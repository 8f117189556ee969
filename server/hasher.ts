import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import argon2 from 'argon2'
import type { Random } from './deps.ts'
import { normalIssuedPassword } from './domain/issued-password.ts'
import { canonicalPassword } from './domain/password.ts'
import type { IssuedScheme } from './generated/prisma/enums.ts'

export interface HashingSettings {
  memoryKiB: number
  passes: number
  lanes: number
}

/** A stored secret and the form a typed one takes before it is compared. CHOSEN: a password its owner set. */
export interface StoredSecret {
  hash: string
  scheme: IssuedScheme | 'CHOSEN'
}

/**
 * argon2id behind a gate (security.md rule 6): so many hashes run at once, so many wait, the rest is refused before
 * anything is looked up. Without it a sign-in storm starves libuv's pool, and with it SMTP and reconnects.
 */
export interface Hasher {
  /** A place in the lane, or null when it is full: answer `Busy`. Always release it. */
  admit(): Admission | null
  /** Whole seconds until one more than was turned away before has likely a place: told to somebody, who then has a turn. */
  retryAfterSeconds(): number
  /** True when a hash was made under weaker parameters than today's. */
  isOutdated(hash: string): boolean
}

export interface Admission {
  hash(password: string): Promise<string>
  /** Null stands for an unknown identifier: the same work against a random secret, always false. */
  verify(stored: StoredSecret | null, typed: string): Promise<boolean>
  release(): void
}

const queueSeconds = 1.5
/** Nobody is told to wait longer: whoever is asked for more goes away. */
const longestWaitSeconds = 30

/** Measures one hash, sizes the lane by it, and makes the random secret that unknown identifiers hash against. */
export async function createHasher(settings: HashingSettings, random: Random, poolSize: number): Promise<Hasher> {
  const options = {
    type: argon2.argon2id as 2,
    memoryCost: settings.memoryKiB,
    timeCost: settings.passes,
    parallelism: settings.lanes,
  }
  const dummy = await argon2.hash(Buffer.from(random.bytes(32)), options)
  const started = performance.now()
  await argon2.verify(dummy, Buffer.from(random.bytes(32)))
  const hashSeconds = Math.max((performance.now() - started) / 1000, 0.0001)

  const concurrency = Math.max(1, Math.min(availableParallelism(), poolSize - 1))
  const capacity = concurrency + Math.floor((queueSeconds * concurrency) / hashSeconds)
  const lane = createLane(concurrency)
  const turn = createTurns(concurrency / hashSeconds)
  let admitted = 0

  return {
    admit() {
      if (admitted >= capacity) return null
      admitted++
      let held = true
      return {
        hash: (password) => lane(() => argon2.hash(canonicalPassword(password), options)),
        verify: (stored, typed) => lane(() => verify(stored, typed, dummy)),
        release() {
          if (held) admitted--
          held = false
        },
      }
    },
    retryAfterSeconds: () =>
      Math.min(longestWaitSeconds, Math.max(1, Math.ceil((admitted * hashSeconds) / concurrency + turn()))),
    isOutdated: (hash) =>
      argon2.needsRehash(hash, {
        memoryCost: settings.memoryKiB,
        timeCost: settings.passes,
        parallelism: settings.lanes,
      }),
  }
}

async function verify(stored: StoredSecret | null, typed: string, dummy: string): Promise<boolean> {
  if (!stored) {
    await argon2.verify(dummy, canonicalPassword(typed))
    return false
  }
  switch (stored.scheme) {
    case 'CHOSEN':
      return argon2.verify(stored.hash, canonicalPassword(typed))
    case 'NORMAL':
      return argon2.verify(stored.hash, normalIssuedPassword(typed))
    case 'AS_TYPED':
      return argon2.verify(stored.hash, typed)
    case 'BCRYPT':
      return verifyBcrypt(typed, stored.hash)
    case 'MD5':
    case 'SHA1':
      return argon2.verify(stored.hash, createHash(stored.scheme.toLowerCase()).update(typed).digest('hex'))
  }
}

/**
 * Seconds until everybody turned away before has had their turn, at `perSecond`. Told the same two seconds, nine hundred
 * people came back in the same two seconds, again and again, and whoever wanted something else stood behind them.
 */
function createTurns(perSecond: number): () => number {
  let waiting = 0
  let at = performance.now()
  return () => {
    const now = performance.now()
    waiting = Math.max(0, waiting - ((now - at) / 1000) * perSecond)
    at = now
    return waiting++ / perSecond
  }
}

/** Runs at most `concurrency` jobs at once, the others in their order of arrival. */
function createLane(concurrency: number): <T>(job: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (job) => {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
