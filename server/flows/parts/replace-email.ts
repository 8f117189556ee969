import type { Deps, Tx } from '../../deps.ts'
import { maskEmail } from '../../domain/email-address.ts'
import { undoPoint } from '../../domain/email-undo.ts'
import type { FlowClosed } from '../../domain/refusals.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { endFlows, endMigrations } from './end-flows.ts'
import { keepFormerEmails } from './former-email.ts'
import { notify } from './notify.ts'
import { record, sharingFacts } from './record.ts'
import { reaches } from './served.ts'

export interface EmailChanged {
  __typename: 'EmailChanged'
  accountId: string
}

/**
 * The code proved the new address: it becomes the credential's, the old one is told (with the new one masked), and
 * forgotten passwords are not answered for a day, so that a stolen session does not become a stolen account. Open
 * resets end. Refuses with FlowClosed when the account has no credential any more.
 */
export async function replaceEmail(
  tx: Tx,
  deps: Deps,
  flow: Pick<Flow, 'id' | 'realm' | 'accountId' | 'email'>,
  caller: Caller,
  now: Date,
): Promise<EmailChanged | FlowClosed> {
  if (!flow.accountId) return superseded
  const account = await tx.account.findUnique({
    where: { id: flow.accountId },
    include: { owner: true, credential: { include: { accounts: { select: { id: true, state: true } } } } },
  })
  const credential = account?.credential
  if (account?.state !== 'ACTIVE' || !credential || !flow.email || !reaches(caller, account.owner)) {
    return superseded
  }
  const accountIds = credential.accounts.map(({ id }) => id)
  await endFlows(tx, { accountIds, kinds: ['RESET', 'EMAIL_CHANGE'], except: flow.id }, now)
  await endMigrations(tx, account.ownerId, null, now)
  await keepFormerEmails(tx, [credential], now, { replaced: true })
  await tx.credential.update({
    where: { id: credential.id },
    data: {
      email: flow.email,
      emailVerifiedAt: now,
      emailRefusedAt: null,
      emailRefusedFor: null,
      ...undoPoint(credential, deps.settings.rules, now),
      resetBlockedUntil: new Date(now.getTime() + deps.settings.rules.resetBlockedHours * 3_600_000),
    },
  })
  await record(
    tx,
    {
      ...{ realm: flow.realm, kind: 'EMAIL_CHANGED', at: now, accountId: account.id, flowId: flow.id },
      facts: sharingFacts(account.id, credential.accounts),
      detail: { from: credential.email, to: flow.email },
    },
    caller,
  )
  await notify(
    tx,
    deps,
    {
      kind: 'EMAIL_CHANGED',
      realm: flow.realm,
      accountId: account.id,
      credentialId: credential.id,
      email: credential.email,
      about: maskEmail(flow.email),
    },
    now,
  )
  return { __typename: 'EmailChanged', accountId: account.id }
}

const superseded: FlowClosed = { __typename: 'FlowClosed', reason: 'SUPERSEDED' }
