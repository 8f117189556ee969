import type { Tx } from '../../deps.ts'
import type { AccountState } from '../../domain/staff-action.ts'
import type { Account, Credential, StaffAction } from '../../generated/prisma/client.ts'
import { findPending } from './act.ts'
import type { StaffDeps } from './request.ts'

type Held = Credential & { accounts: Account[] }

/** What stands for and against detaching the address of an account. */
export interface LostAddress {
  /** When the address or its password was last proved anew; null: there is no address. */
  provedAt: Date | null
  /** The accounts that lose it, in the order of their identifiers. */
  held: Account[]
  affected: AccountState[]
  frozenByService: boolean
  cancelledAt: Date | null
  pending: StaffAction | null
}

export const isOpen = ({ state }: Pick<Account, 'state'>) => state === 'ACTIVE' || state === 'FROZEN'

/**
 * `guarding`: the credentials of the address that codes of this account go to (its own one's, or while ISSUED the
 * owner's verified last), accounts that were split off included. `unused`: those that no open account has any more,
 * whose older address the next migration would otherwise be sent to.
 */
export async function lostCredentials(
  tx: Pick<Tx, 'credential'>,
  { id, ownerId }: Pick<Account, 'id' | 'ownerId'>,
): Promise<{ guarding: Held[]; unused: Held[] }> {
  const all = await tx.credential.findMany({
    where: { ownerId },
    include: { accounts: true },
    orderBy: { emailVerifiedAt: 'desc' },
  })
  const own = all.find(({ accounts }) => accounts.some((account) => account.id === id)) ?? all[0]
  const guarding = all.filter(({ email }) => email === own?.email)
  const unused = all.filter((one) => !guarding.includes(one) && !one.accounts.some(isOpen))
  return { guarding, unused }
}

/** Reads it. One address, one request: what was asked for another one of the owner's opens nothing here. */
export async function readLostAddress(
  tx: Pick<Tx, 'credential' | 'staffAction'>,
  deps: Pick<StaffDeps, 'settings'>,
  account: Pick<Account, 'id' | 'ownerId'>,
  now: Date,
): Promise<LostAddress> {
  const { guarding, unused } = await lostCredentials(tx, account)
  const held = [...guarding, ...unused]
    .flatMap(({ accounts }) => accounts)
    .filter(isOpen)
    .sort((a, b) => (a.identifierKey < b.identifierKey ? -1 : 1))
  const concerned = [account.id, ...guarding.flatMap(({ accounts }) => accounts.map(({ id }) => id))]
  const proofs = guarding.flatMap(({ emailVerifiedAt, passwordChangedAt }) => [+emailVerifiedAt, +passwordChangedAt])
  const provedAt = proofs.length > 0 ? new Date(Math.max(...proofs)) : null
  const pending = await findPending(tx, deps, 'DETACH_EMAIL', concerned, now)
  return {
    provedAt,
    held,
    affected: held.map(({ state }) => state),
    frozenByService: [...guarding, ...unused].some(({ frozenByServiceAt }) => frozenByServiceAt !== null),
    cancelledAt: await lastRefusal(tx, concerned),
    pending: pending && provedAt && pending.requestedAt >= provedAt ? pending : null,
  }
}

/** When a request for these accounts was last cancelled. One that a newer request replaced was refused by nobody. */
async function lastRefusal(tx: Pick<Tx, 'staffAction'>, accountIds: readonly string[]): Promise<Date | null> {
  const actions = await tx.staffAction.findMany({
    where: { kind: 'DETACH_EMAIL', accountId: { in: [...accountIds] } },
    orderBy: { cancelledAt: { sort: 'desc', nulls: 'last' } },
  })
  const refused = actions.find(
    ({ id, cancelledAt }) =>
      cancelledAt && !actions.some((other) => other.id !== id && +other.requestedAt === +cancelledAt),
  )
  return refused?.cancelledAt ?? null
}
