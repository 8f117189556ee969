import type { Logger } from 'pino'
import type { Clock } from '../deps.ts'
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

export function createLeases(db: PrismaClient, log: Logger, clock: Pick<Clock, 'leaptLately'>): Leases {
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
      // A database that is back after our leases ran out, or a clock that leapt over their end: what we hold must not
      // be given to us again, nor to us what another node holds and has not renewed by the new clock yet.
      const leapt = clock.leaptLately?.() ?? false
      if (lapsing || leapt) await renew(held, now)
      return claimDue(db, writtenKinds, now, leaseMs, room, { held, takeOver: !leapt })
    },
    renew,
    async release(claims) {
      if (claims.length === 0) return
      await releaseLeases(db, claims).catch((error) => log.warn({ err: error }, 'leases not released'))
    },
  }
}
