import type { Deps, Tx } from '../../deps.ts'
import { readDevice } from '../../domain/device.ts'
import { clientNetwork } from '../../domain/network.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'
import { newToken } from './token.ts'
import { via } from './via.ts'

/** Opens a session of an account. Returns its token: shown once, kept as a digest. */
export async function openSession(
  tx: Tx,
  deps: Deps,
  account: { id: string; realm: string },
  caller: Caller,
  now: Date,
): Promise<string> {
  const token = newToken(deps.random, 'cs')
  await tx.session.create({
    data: {
      realm: account.realm,
      accountId: account.id,
      tokenHash: digestOf(token),
      ...readDevice(caller.userAgent),
      network: clientNetwork(caller.clientAddress),
      ...via(caller),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + deps.settings.rules.sessionAbsoluteMinutes * 60_000),
    },
    select: { id: true },
  })
  return token
}
