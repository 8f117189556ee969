import type { Deps, Tx } from '../../deps.ts'
import type { Account, Credential } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { endFlows } from './end-flows.ts'
import { endSessions } from './end-sessions.ts'
import { notify } from './notify.ts'
import { record, sharingFacts } from './record.ts'

/**
 * Puts another password on a credential: the sessions of its accounts end, its devices but the caller's are
 * forgotten, its open resets and changes of e-mail end, and its owner is told by mail. Under the owner's lock.
 */
export async function replacePassword(
  tx: Tx,
  deps: Deps,
  change: {
    credential: Pick<Credential, 'id'>
    account: Pick<Account, 'id' | 'realm'>
    passwordHash: string
    event: 'PASSWORD_RESET' | 'PASSWORD_CHANGED'
  },
  caller: Caller,
  now: Date,
): Promise<void> {
  const { credential, account } = change
  const sharing = await tx.account.findMany({
    where: { credentialId: credential.id },
    select: { id: true, state: true },
  })
  const accountIds = sharing.map(({ id }) => id)
  await endFlows(tx, { accountIds, kinds: ['RESET', 'EMAIL_CHANGE'] }, now)
  // The address as it is now: a change of e-mail may have been confirmed while the password was hashed.
  const { email } = await tx.credential.update({
    where: { id: credential.id },
    data: { passwordHash: change.passwordHash, passwordChangedAt: now },
    select: { email: true },
  })
  await endSessions(tx, accountIds, caller, now)
  const facts = sharingFacts(account.id, sharing)
  await record(tx, { realm: account.realm, kind: change.event, at: now, accountId: account.id, facts }, caller)
  await notify(
    tx,
    deps,
    {
      kind: 'PASSWORD_CHANGED',
      realm: account.realm,
      accountId: account.id,
      credentialId: credential.id,
      email,
    },
    now,
  )
}
