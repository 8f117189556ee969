import type { InputRefused } from '../domain/refusals.ts'
import { type CloseCause, type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { endFlows } from '../flows/parts/end-flows.ts'
import { endSessions } from '../flows/parts/end-sessions.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { concludeAct } from './parts/act.ts'
import { knownAddresses } from './parts/known-addresses.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface AccountClosed {
  __typename: 'AccountClosed'
  identifier: string
  told: string[]
}

/**
 * A sale, a death, an account made by mistake. Promise: nothing opens this account any more, not even its letter; the
 * others that share its password keep it. Its owner is told, but not after a death: the mailbox is then read by the
 * family, to whom such a mail does no good. Refuses with InputRefused, StaffRefused CLOSED.
 */
export async function closeAccount(
  deps: StaffDeps,
  request: StaffRequest & { cause: CloseCause },
): Promise<AccountClosed | StaffRefused | InputRefused> {
  const now = deps.clock.now()
  const { cause } = request
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, known.account.ownerId)
    const { id, ownerId, identifier } = known.account
    const closed = await tx.account.updateMany({
      where: { id, state: { not: 'CLOSED' } },
      data: { state: 'CLOSED' },
    })
    if (closed.count === 0) return staffRefused('CLOSED')
    await endFlows(tx, { accountIds: [id], kinds: ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] }, now)
    await endSessions(tx, [id], null, now)
    // A letter asked for would never be made: the sheet must not promise it.
    await tx.staffAction.updateMany({
      where: { accountId: id, kind: 'REISSUE', doneAt: null, cancelledAt: null },
      data: { cancelledAt: now },
    })
    const addresses = cause === 'DEATH' ? [] : await knownAddresses(tx, deps, ownerId, now)
    const told = await concludeAct(
      tx,
      deps,
      { kind: 'CLOSE', request: known, accountIds: [id], addresses, cause },
      null,
      now,
    )
    return { __typename: 'AccountClosed', identifier, told }
  })
}
