import { readDevice } from '../../server/domain/device.ts'
import { isCallers } from '../../server/domain/made-with.ts'
import { clientNetwork } from '../../server/domain/network.ts'
import type { Rules } from '../../server/domain/rules.ts'
import { type Act, type Caller, via } from '../act.ts'
import type { Account, Session, State } from '../state.ts'
import { findAccount, newId, newToken } from './rows.ts'

/** `lastUsedAt` is told to the minute. */
const touchMs = 60_000

/** Opens a session of an account and gives back its token. */
export function openSession(act: Act, account: Account): string {
  const { state, random, rules, now, caller } = act
  const token = newToken(random, 'cs')
  state.sessions.push({
    id: newId(state, 'session'),
    token,
    accountId: account.id,
    ...readDevice(caller.userAgent),
    network: clientNetwork(caller.clientAddress),
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + rules.sessionAbsoluteMinutes * 60_000),
    endedAt: null,
    ...via(caller),
  })
  return token
}

/** The caller's live session of a bearer token; null when it is unknown, another's, over, idle for too long, or its account is not open. */
export function findSession(
  { state, rules, caller }: { state: State; rules: Rules; caller: Caller },
  token: string | null,
  now: Date,
): Session | null {
  const session = state.sessions.find((one) => one.token === token)
  if (!session || !isCallers(session, caller) || !isLive(session, rules, now)) return null
  if (findAccount(state, session.accountId)?.state !== 'ACTIVE') return null
  if (now.getTime() >= session.lastUsedAt.getTime() + touchMs) session.lastUsedAt = now
  return session
}

export function isLive(session: Session, rules: Rules, now: Date): boolean {
  const idleAt = session.lastUsedAt.getTime() + rules.sessionIdleMinutes * 60_000
  return !session.endedAt && now < session.expiresAt && now.getTime() < idleAt
}
