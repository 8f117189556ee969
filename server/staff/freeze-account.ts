import type { InputRefused } from '../domain/refusals.ts'
import { type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { endFlows, endMigrations } from '../flows/parts/end-flows.ts'
import { endSessions } from '../flows/parts/end-sessions.ts'
import { reachOf } from '../flows/parts/freeze-reach.ts'
import { knownAddresses } from '../flows/parts/known-addresses.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { concludeAct } from './parts/act.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface AccountsFrozen {
  __typename: 'AccountsFrozen'
  identifiers: string[]
  told: string[]
}

/**
 * « Ce n'est pas moi », said on the phone: somebody else came in first, with the letter perhaps, and holds the mailbox
 * that every notice goes to. Promise: it can only close. Every account with this address is frozen, its sessions and the
 * owner's open flows end; from then on nothing that the service is asked for can be cancelled from that mailbox, and
 * nothing is undone or opened: a detached address still waits three days, since a clerk alone must let nobody in.
 * Refuses with InputRefused, StaffRefused NOT_OPEN (nobody is in yet), FROZEN (all of it is) or CLOSED.
 */
export async function freezeAccount(
  deps: StaffDeps,
  request: StaffRequest,
): Promise<AccountsFrozen | StaffRefused | InputRefused> {
  const now = deps.clock.now()
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  return deps.db.$transaction(async (tx) => {
    const { id, ownerId } = known.account
    await lockOwner(tx, ownerId)
    const { state, credentialId } = await tx.account.findUniqueOrThrow({ where: { id } })
    if (state === 'CLOSED') return staffRefused('CLOSED')
    if (state === 'ISSUED' || !credentialId) return staffRefused('NOT_OPEN')
    const reached = await reachOf(tx, deps, { credentialId, accountIds: [] }, ownerId, now)
    const addresses = reached.map(({ credential }) => credential.email)
    const accounts = await tx.account.findMany({
      where: { state: { in: ['ACTIVE', 'FROZEN'] }, credential: { ownerId, email: { in: addresses } } },
      orderBy: { identifierKey: 'asc' },
    })
    if (!accounts.some((one) => one.state === 'ACTIVE')) return staffRefused('FROZEN')

    const accountIds = accounts.map((one) => one.id)
    const told = await knownAddresses(tx, deps, ownerId, now)
    await endMigrations(tx, ownerId, null, now)
    await endFlows(tx, { accountIds, kinds: ['RESET', 'EMAIL_CHANGE'] }, now)
    await tx.account.updateMany({ where: { id: { in: accountIds }, state: 'ACTIVE' }, data: { state: 'FROZEN' } })
    await endSessions(tx, accountIds, null, now)
    await tx.credential.updateMany({
      where: { accounts: { some: { id: { in: accountIds } } } },
      data: { frozenByServiceAt: now },
    })
    const act = { kind: 'FREEZE', request: known, accountIds, addresses: told } as const
    return {
      __typename: 'AccountsFrozen',
      identifiers: accounts.map(({ identifier }) => identifier),
      told: await concludeAct(tx, deps, act, null, now),
    }
  })
}
