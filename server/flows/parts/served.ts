import { Prisma } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'

/**
 * Whether the caller may act on an owner whom a link or a flow names: of its realm, so that a test key touches no live row,
 * and of an agency that its partner serves, still (a request in hand may begin a flow while the agency is taken).
 */
export function reaches({ realm, key }: Caller, owner: { realm: string; agencyId: string }): boolean {
  return owner.realm === realm && (key === null || key.agencyIds.includes(owner.agencyId))
}

/**
 * SQL: and the account `a` is of an agency that the caller serves. An account of any other agency is not found, in the
 * same statement and hence the same time as an identifier that nobody has.
 */
export function servedBy({ key }: Pick<Caller, 'key'>): Prisma.Sql {
  if (key === null) return Prisma.empty
  return Prisma.sql`AND a."ownerId" IN (SELECT id FROM "Owner" WHERE "agencyId" = ANY(${[...key.agencyIds]}::uuid[]))`
}
