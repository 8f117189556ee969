import type { InputRefused } from '../domain/refusals.ts'
import { type CloseCause, type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { endFlows } from '../flows/parts/end-flows.ts'
import { endSessions } from '../flows/parts/end-sessions.ts'
import { keepFormerEmails } from '../flows/parts/former-email.ts'
import { knownAddresses } from '../flows/parts/known-addresses.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import type { BriefAccount } from './parts/account-sheet.ts'
import { concludeAct } from './parts/act.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface AccountClosed {
  __typename: 'AccountClosed'
  identifier: string
  /** The owner's other accounts that are not closed: after a death they are too, one by one. */
  others: BriefAccount[]
  told: string[]
}

/**
 * A sale, a death, an account made by mistake. Promise: nothing opens this account any more, not even its letter; the
 * others that share its password keep it. Its owner is told whatever the cause, in words that name nobody and no cause:
 * after a death the family reads them, and an identifier mistyped by a digit closes a living owner's account, which
 * `reopenAccount` opens again. Refuses with InputRefused, StaffRefused CLOSED.
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
    const addresses = await knownAddresses(tx, deps, ownerId, now)
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
    const { credential } = await tx.account.findUniqueOrThrow({ where: { id }, include: { credential: true } })
    if (credential) await keepFormerEmails(tx, [credential], now, { replaced: false })
    const told = await concludeAct(
      tx,
      deps,
      { kind: 'CLOSE', request: known, accountIds: [id], addresses, cause },
      null,
      now,
    )
    const others = await tx.account.findMany({
      where: { ownerId, state: { not: 'CLOSED' } },
      orderBy: { identifierKey: 'asc' },
      select: { identifier: true, residence: true, state: true },
    })
    return { __typename: 'AccountClosed', identifier, others, told }
  })
}
