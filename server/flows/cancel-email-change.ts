import type { Deps } from '../deps.ts'
import type { NotSignedIn } from '../domain/refusals.ts'
import type { Caller } from './caller.ts'
import { lockOpenFlows, lockOwner } from './parts/lock.ts'
import type { Session } from './parts/prove-session.ts'
import { record } from './parts/record.ts'

export interface EmailChangeCancelled {
  __typename: 'EmailChangeCancelled'
  count: number
}

/**
 * Ends the change of e-mail under way on the session's password, begun on whatever device. Promise: the address stays
 * as it is and the code that was mailed opens nothing any more. Refuses with NotSignedIn.
 */
export async function cancelEmailChange(
  deps: Deps,
  session: Session | null,
  caller: Caller,
): Promise<EmailChangeCancelled | NotSignedIn> {
  const credentialId = session?.account.credentialId
  if (!session || !credentialId) return { __typename: 'NotSignedIn' }
  const now = deps.clock.now()
  const { realm, account } = session
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, account.ownerId)
    const sharing = await tx.account.findMany({ where: { credentialId }, select: { id: true } })
    const accountIds = sharing.map(({ id }) => id)
    await lockOpenFlows(tx, accountIds, 'EMAIL_CHANGE')
    const open = await tx.flow.findMany({
      where: { accountId: { in: accountIds }, kind: 'EMAIL_CHANGE', endedAt: null, expiresAt: { gte: now } },
      select: { id: true, accountId: true },
    })
    const ids = open.map(({ id }) => id)
    await tx.flow.updateMany({ where: { id: { in: ids } }, data: { endedAt: now, end: 'CANCELLED' } })
    for (const { id: flowId, accountId } of open) {
      await record(tx, { realm, kind: 'FLOW_CANCELLED', at: now, accountId, flowId }, caller)
    }
    return { __typename: 'EmailChangeCancelled', count: open.length }
  })
}
