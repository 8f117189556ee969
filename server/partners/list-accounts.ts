import type { Deps } from '../deps.ts'
import { storable } from '../domain/storable.ts'
import type { Caller } from '../flows/caller.ts'
import type { AccountState, Prisma } from '../generated/prisma/client.ts'

/** What a partner knows of an account of its agencies: no name, no address, no residence. */
export interface AccountStatus {
  identifier: string
  state: AccountState
  migratedAt: Date | null
  agencyKey: string
}

export interface AccountFilter {
  agency: string | null
  states: readonly AccountState[] | null
  migratedSince: Date | null
}

export interface AccountPage {
  rows: { cursor: string; account: AccountStatus }[]
  hasNextPage: boolean
}

/** So many at once, whatever is asked for. */
export const greatestPage = 500

/**
 * A page of the accounts of the caller's agencies, in the order of their identifiers: that order is stable, so that
 * whoever walks it while accounts migrate meets each once. An agency that the key does not serve has no accounts here.
 * `after`: the cursor of the last row of the page before; one that is none of ours is read as the beginning.
 */
export async function listAccounts(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  filter: AccountFilter,
  { first, after }: { first: number; after: string | null },
): Promise<AccountPage> {
  const least = after === null ? null : readCursor(after)
  const size = Math.min(Math.max(first, 0), greatestPage)
  const found = await deps.db.account.findMany({
    where: { ...filtered(caller, filter), ...(least !== null && { identifierKey: { gt: least } }) },
    orderBy: { identifierKey: 'asc' },
    take: size + 1,
    select: {
      identifier: true,
      identifierKey: true,
      state: true,
      activatedAt: true,
      owner: { select: { agency: { select: { key: true } } } },
    },
  })
  return {
    rows: found.slice(0, size).map(({ identifierKey, identifier, state, activatedAt, owner }) => ({
      cursor: Buffer.from(identifierKey).toString('base64url'),
      account: { identifier, state, migratedAt: activatedAt, agencyKey: owner.agency.key },
    })),
    hasNextPage: found.length > size,
  }
}

/** How many accounts the filter finds, over all pages. */
export async function countAccounts(deps: Pick<Deps, 'db'>, caller: Caller, filter: AccountFilter): Promise<number> {
  return deps.db.account.count({ where: filtered(caller, filter) })
}

function filtered({ realm, key }: Caller, { agency, states, migratedSince }: AccountFilter): Prisma.AccountWhereInput {
  const agencyId = { in: [...(key?.agencyIds ?? [])] }
  return {
    realm,
    owner: { agencyId, ...(agency !== null && { agency: { key: storable(agency) } }) },
    ...(states !== null && { state: { in: [...states] } }),
    ...(migratedSince !== null && { activatedAt: { gte: migratedSince } }),
  }
}

function readCursor(cursor: string): string {
  return storable(Buffer.from(cursor, 'base64url').toString('utf8'))
}
