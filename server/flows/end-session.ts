import type { Deps } from '../deps.ts'
import type { NotSignedIn } from '../domain/refusals.ts'
import type { Caller } from './caller.ts'
import { endFlows } from './parts/end-flows.ts'
import { forgetDevices } from './parts/known-device.ts'
import { lockOwner } from './parts/lock.ts'
import type { Session } from './parts/prove-session.ts'
import { record } from './parts/record.ts'

export interface SessionsEnded {
  __typename: 'SessionsEnded'
  count: number
  /** A change of e-mail under way ended with them. */
  emailChangeEnded: boolean
}

/**
 * Ends one session of the accounts that share the caller's password (`sessionId`), or all but the caller's (null), and
 * with them a change of e-mail under way: what is ended may have begun it. Of what is ended
 * no device stays known: whoever held it signs in as a stranger.
 * Promise: another owner's session is never reached; one that is over already counts as ended. Refuses with NotSignedIn.
 */
export async function endSession(
  deps: Deps,
  session: Session | null,
  input: { sessionId: string | null },
  caller: Caller,
): Promise<SessionsEnded | NotSignedIn> {
  if (!session?.account.credentialId) return { __typename: 'NotSignedIn' }
  const now = deps.clock.now()
  const { realm, accountId, account } = session
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, account.ownerId)
    const sharing = await tx.account.findMany({ where: { credentialId: account.credentialId }, select: { id: true } })
    const accountIds = sharing.map(({ id }) => id)
    const open = await tx.session.findMany({
      where: { accountId: { in: accountIds }, endedAt: null },
      select: { id: true },
    })
    const chosen = open.filter(({ id }) => (input.sessionId === null ? id !== session.id : id === input.sessionId))
    const { count } = await tx.session.updateMany({
      where: { id: { in: chosen.map(({ id }) => id) }, endedAt: null },
      data: { endedAt: now },
    })
    if (chosen.some(({ id }) => id !== session.id)) await forgetDevices(tx, accountIds, caller)
    const emailChanges = chosen.length > 0 ? await endFlows(tx, { accountIds, kinds: ['EMAIL_CHANGE'] }, now) : 0
    await record(tx, { realm, kind: 'SESSION_ENDED', at: now, accountId, facts: { count } }, caller)
    return { __typename: 'SessionsEnded', count, emailChangeEnded: emailChanges > 0 }
  })
}
