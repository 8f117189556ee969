import type { Deps, Tx } from '../../deps.ts'
import type { FlowClosed } from '../../domain/refusals.ts'
import type { Account, Credential, Flow } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import type { PasswordPlan, PasswordSet } from './password-plan.ts'
import { resettableEmail } from './recipient.ts'
import { replacePassword } from './replace-password.ts'
import { reaches } from './served.ts'

/**
 * A reset ends with another password on the credential, for every account that shares it; its sessions end and the
 * owner is told. Refuses with FlowClosed when the address or the account changed since the code was asked for.
 */
export async function planReset(deps: Deps, flow: Flow, caller: Caller): Promise<PasswordPlan | FlowClosed> {
  if (!flow.accountId) return superseded
  const account = await deps.db.account.findUnique({
    where: { id: flow.accountId },
    include: { owner: true, credential: { include: { accounts: true } } },
  })
  if (!account?.credential || !reaches(caller, account.owner)) return superseded
  const { accounts, ...credential } = account.credential
  return {
    subject: {
      owner: account.owner,
      accounts,
      email: credential.email,
      currentHash: credential.passwordHash,
      deadHashes: credential.deadHashes,
    },
    kept: null,
    apply: (tx, locked, secret, now) => reset(tx, deps, caller, locked, credential, accounts, secret, now),
  }
}

async function reset(
  tx: Tx,
  deps: Deps,
  caller: Caller,
  flow: Flow,
  credential: Credential,
  accounts: readonly Account[],
  secret: { id: string } | { passwordHash: string },
  now: Date,
): Promise<PasswordSet | FlowClosed> {
  if (!flow.accountId) return superseded
  const account = await tx.account.findUnique({ where: { id: flow.accountId }, include: { credential: true } })
  const same = account?.credential?.id === credential.id && account.credential.passwordHash === credential.passwordHash
  if (!account || !same || !flow.email || 'id' in secret || !resettableEmail(account, flow.email, now))
    return superseded
  await tx.flow.update({ where: { id: flow.id }, data: { endedAt: now, end: 'COMPLETED' } })
  await replacePassword(tx, deps, { credential, account, event: 'PASSWORD_RESET', ...secret }, caller, now)
  const sharing = accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id)
  const accountIds = [account.id, ...sharing.filter((id) => id !== account.id)]
  return { __typename: 'PasswordSet', accountIds, token: null, deviceToken: null }
}

const superseded: FlowClosed = { __typename: 'FlowClosed', reason: 'SUPERSEDED' }
