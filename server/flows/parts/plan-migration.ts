import type { Deps, Tx } from '../../deps.ts'
import type { FlowClosed, InputRefused } from '../../domain/refusals.ts'
import type { Account, Flow, Prisma } from '../../generated/prisma/client.ts'
import type { Caller } from '../caller.ts'
import { endMigrations } from './end-flows.ts'
import { keepDevice, newDeviceToken } from './known-device.ts'
import { notify } from './notify.ts'
import { openSession } from './open-session.ts'
import type { PasswordPlan, PasswordSet, SetPasswordInput } from './password-plan.ts'
import { record } from './record.ts'
import { reaches } from './served.ts'

const choices = {
  owner: {
    include: {
      accounts: { where: { state: 'ISSUED' }, orderBy: { identifierKey: 'asc' } },
      credentials: { include: { accounts: { where: { state: 'ACTIVE' }, select: { id: true } } } },
    },
  },
} satisfies Prisma.AccountInclude

type Chooser = Prisma.AccountGetPayload<{ include: typeof choices }>

/**
 * A migration ends with a credential for its account and the chosen others of its owner that are still ISSUED, their
 * issued passwords dead, a session opened and the confirmation mailed. Refuses with InputRefused when an account is
 * named that is not among them, FlowClosed when the account is gone.
 */
export async function planMigration(
  deps: Deps,
  flow: Flow,
  input: SetPasswordInput,
  caller: Caller,
): Promise<PasswordPlan | InputRefused | FlowClosed> {
  const account =
    flow.accountId && (await deps.db.account.findUnique({ where: { id: flow.accountId }, include: choices }))
  if (!account || !reaches(caller, account.owner)) return superseded
  const accounts = chosenAccounts(account, input.accounts)
  if (!accounts) return unknown('accounts')
  const { keepPasswordOf } = input
  const kept = keepPasswordOf === null ? null : joinable(account, flow, keepPasswordOf)
  if (keepPasswordOf !== null && !kept) return unknown('keepPasswordOf')
  const { accounts: _issued, credentials: _credentials, ...owner } = account.owner
  return {
    subject: { owner, accounts, email: flow.email, currentHash: null, deadHashes: [] },
    kept,
    apply: (tx, locked, secret, now) => migrate(tx, deps, caller, locked, accounts, secret, now),
  }
}

/** The flow's account and the chosen others; null when one chosen is not among them (nobody else's account is). */
function chosenAccounts(account: Chooser, chosen: string[] | null): Account[] | null {
  const otherIssued = account.owner.accounts.filter(({ id }) => id !== account.id)
  if (chosen === null) return [account, ...otherIssued]
  const others = new Set(chosen.filter((id) => id !== account.id))
  const found = otherIssued.filter(({ id }) => others.has(id))
  return others.size === found.length ? [account, ...found] : null
}

/** Only the credential whose own address received the code may be joined: that is what its typing proved. */
function joinable(account: Chooser, flow: Flow, accountId: string): { id: string } | null {
  const { email } = flow
  const credential = account.owner.credentials.find(({ accounts }) => accounts.some(({ id }) => id === accountId))
  return credential && email === credential.email ? { id: credential.id } : null
}

async function migrate(
  tx: Tx,
  deps: Deps,
  caller: Caller,
  flow: Flow,
  accounts: readonly Account[],
  secret: { id: string } | { passwordHash: string },
  now: Date,
): Promise<PasswordSet | FlowClosed> {
  const { realm, accountId, email, verifiedAt } = flow
  // What another flow took meanwhile, or the service closed, is left as it is; the flow's own account must be there.
  const open = await tx.account.findMany({
    where: { id: { in: accounts.map(({ id }) => id) }, state: 'ISSUED' },
    select: { id: true, ownerId: true },
  })
  const own = open.find(({ id }) => id === accountId)
  if (!own || !accountId || !email || !verifiedAt) return superseded
  if (!(await isStillTheAddress(tx, own.ownerId, email))) {
    await tx.flow.update({ where: { id: flow.id }, data: { endedAt: now, end: 'SUPERSEDED' } })
    return superseded
  }
  const accountIds = [own.id, ...open.filter(({ id }) => id !== own.id).map(({ id }) => id)]

  await tx.flow.update({ where: { id: flow.id }, data: { endedAt: now, end: 'COMPLETED' } })
  await endMigrations(tx, own.ownerId, flow.id, now)
  const credential =
    'id' in secret
      ? await stillThere(tx, secret.id, email)
      : await tx.credential.create({
          data: {
            ...secret,
            ownerId: own.ownerId,
            email,
            emailVerifiedAt: verifiedAt,
            passwordChangedAt: now,
            createdAt: now,
          },
          select: { id: true },
        })
  if (!credential) {
    await tx.flow.update({ where: { id: flow.id }, data: { end: 'SUPERSEDED' } })
    return superseded
  }
  // Issued passwords are dead from here on: their hashes stay for « not the issued one » only.
  await tx.account.updateMany({
    where: { id: { in: accountIds }, state: 'ISSUED' },
    data: { state: 'ACTIVE', credentialId: credential.id, activatedAt: now },
  })
  for (const id of accountIds) {
    await record(tx, { realm, kind: 'ACCOUNT_MIGRATED', at: now, accountId: id, flowId: flow.id }, caller)
  }
  await notify(tx, deps, { kind: 'ACCOUNT_OPENED', realm, accountId, credentialId: credential.id, email }, now)
  const device = newDeviceToken(deps, caller, now)
  if (device) await keepDevice(tx, device, accountIds, now)
  const token = await openSession(tx, deps, { id: accountId, realm }, caller, now)
  return { __typename: 'PasswordSet', accountIds, token, deviceToken: device?.token ?? null }
}

/** False when the owner has verified another address since: theirs is the only one that a migration may link. */
async function isStillTheAddress(tx: Tx, ownerId: string, email: string): Promise<boolean> {
  const verified = await tx.credential.findFirst({
    where: { ownerId },
    orderBy: { emailVerifiedAt: 'desc' },
    select: { email: true },
  })
  return verified === null || verified.email === email
}

/** The credential to join, if it still has the address that was proved and an account that may sign in. */
async function stillThere(tx: Tx, id: string, email: string): Promise<{ id: string } | null> {
  const credential = await tx.credential.findFirst({
    where: { id, accounts: { some: { state: 'ACTIVE' } } },
    select: { id: true, email: true },
  })
  return credential?.email === email ? credential : null
}

const superseded: FlowClosed = { __typename: 'FlowClosed', reason: 'SUPERSEDED' }

const unknown = (field: string): InputRefused => ({
  __typename: 'InputRefused',
  fields: [{ field, reason: 'UNKNOWN' }],
})
