import type { Logger } from 'pino'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { type Claim, claimDue, type Room, releaseLeases, renewLeases } from './claim.ts'
import { writtenKinds } from './compose.ts'

/** Long enough for a stumbling database, short enough that a killed process delays a code by seconds only. */
const leaseMs = 15_000
export const renewMs = 5_000

/** A courier's leases. Only `claim` rejects: a lease that is neither kept nor given back runs out by itself. */
export interface Leases {
  /** What is due now, besides what is `held` already. */
  claim(room: Room, held: readonly Claim[], now: Date): Promise<Claim[]>
  renew(held: readonly Claim[], now: Date): Promise<void>
  release(claims: readonly Claim[]): Promise<void>
}

export function createLeases(db: PrismaClient, log: Logger): Leases {
  let lapsing = false

  async function renew(held: readonly Claim[], now: Date): Promise<void> {
    if (held.length === 0) return
    try {
      await renewLeases(db, held, now, leaseMs)
      lapsing = false
    } catch (error) {
      lapsing = true
      log.warn({ err: error }, 'leases not renewed')
    }
  }

  return {
    async claim(room, held, now) {
      // A database that is back after our leases ran out must not give us what we hold: it would be sent twice.
      if (lapsing) await renew(held, now)
      return claimDue(db, writtenKinds, now, leaseMs, room)
    },
    renew,
    async release(claims) {
      if (claims.length === 0) return
      await releaseLeases(db, claims).catch((error) => log.warn({ err: error }, 'leases not released'))
    },
  }
}
