import type { Deps } from '../deps.ts'
import { isCallers } from '../domain/made-with.ts'
import type { Account, Session } from '../generated/prisma/client.ts'
import { digestOf } from '../keys.ts'
import type { Caller } from './caller.ts'

/** `lastUsedAt` is written at most this often, so that reading costs no write. */
const touchSeconds = 60

/**
 * The live session of a bearer token, with its account; null when it is unknown, ended, idle for too long, too old,
 * its account is no longer open, another partner opened it, or its agency is no longer that partner's. Writes when it was last used.
 */
export async function useSession(
  deps: Deps,
  token: string | null,
  caller: Pick<Caller, 'realm' | 'key'>,
  now: Date,
): Promise<(Session & { account: Account }) | null> {
  if (!token) return null
  const session = await deps.db.session.findUnique({
    where: { tokenHash: digestOf(token) },
    include: { account: true },
  })
  const { sessionIdleMinutes } = deps.settings.rules
  const live =
    session &&
    isCallers(session, caller) &&
    !session.endedAt &&
    now < session.expiresAt &&
    now.getTime() < session.lastUsedAt.getTime() + sessionIdleMinutes * 60_000 &&
    session.account.state === 'ACTIVE'
  if (!live || !(await isServed(deps, session.account, caller))) return null
  if (now.getTime() >= session.lastUsedAt.getTime() + touchSeconds * 1000) {
    await deps.db.session.updateMany({
      where: { id: session.id, endedAt: null, lastUsedAt: { lt: now } },
      data: { lastUsedAt: now },
    })
  }
  return session
}

/** What a request in hand still opened while an agency was taken from its partner is not used any more. */
async function isServed(
  { db }: Pick<Deps, 'db'>,
  { ownerId }: Account,
  { key }: Pick<Caller, 'key'>,
): Promise<boolean> {
  return key === null || (await db.owner.count({ where: { id: ownerId, agencyId: { in: [...key.agencyIds] } } })) > 0
}
