import type { Deps } from '../deps.ts'
import type { NotSignedIn } from '../domain/refusals.ts'
import type { Caller } from './caller.ts'
import { record } from './parts/record.ts'

export interface SignedOut {
  __typename: 'SignedOut'
}

/** Ends the session that calls. Promise: its token opens nothing from this instant on. Refuses with NotSignedIn. */
export async function signOut(
  deps: Deps,
  session: { id: string; realm: string; accountId: string } | null,
  caller: Caller,
): Promise<SignedOut | NotSignedIn> {
  if (!session) return { __typename: 'NotSignedIn' }
  const now = deps.clock.now()
  return deps.db.$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id: session.id, endedAt: null }, data: { endedAt: now } })
    if (count === 0) return { __typename: 'NotSignedIn' }
    await record(tx, { realm: session.realm, kind: 'SIGNED_OUT', at: now, accountId: session.accountId }, caller)
    return { __typename: 'SignedOut' }
  })
}
