import type { Logger } from 'pino'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { type Claim, releaseLeases, renewLeases } from './claim.ts'

/** Long enough for a stumbling database, short enough that a killed process delays a code by seconds only. */
export const leaseMs = 15_000
export const renewMs = 5_000

/** What a courier does with its leases besides taking them. Neither ever rejects: a lease runs out by itself. */
export interface Leases {
  release(claims: readonly Claim[]): Promise<void>
  renew(claims: readonly Claim[], now: Date): Promise<void>
}

export function createLeases(db: PrismaClient, log: Logger): Leases {
  return {
    async release(claims) {
      if (claims.length === 0) return
      await releaseLeases(db, claims).catch((error) => log.warn({ err: error }, 'leases not released'))
    },
    async renew(claims, now) {
      if (claims.length === 0) return
      await renewLeases(db, claims, now, leaseMs).catch((error) => log.warn({ err: error }, 'leases not renewed'))
    },
  }
}
