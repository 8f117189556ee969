import type { Deps } from '../deps.ts'
import { emailKey } from '../domain/email-address.ts'
import { judgeStep } from '../domain/flow.ts'
import type { Busy, FlowClosed, InputRefused, PasswordRefused, WrongStep } from '../domain/refusals.ts'
import { enqueue } from '../mail/outbox.ts'
import { judgeNewPassword } from './parts/judge-password.ts'
import { lockFlow, lockOwner } from './parts/lock.ts'
import { openSession } from './parts/open-session.ts'
import { type Migration, readMigration } from './parts/read-migration.ts'
import { record } from './parts/record.ts'
import { setCredential } from './parts/set-credential.ts'

export interface PasswordSet {
  __typename: 'PasswordSet'
  accountIds: string[]
  token: string | null
}

export interface SetPasswordInput {
  flow: string
  password: string | null
  confirmation: string | null
  keepPasswordOf: string | null
  /** The owner's other ISSUED accounts that it is set for; null: all of them. */
  accounts: string[] | null
}

type Refused = PasswordRefused | FlowClosed | WrongStep | InputRefused | Busy

/** A notice may arrive late, and still be worth reading, for three days (security.md: guarantees). */
const noticeHours = 72

/**
 * Ends a migration: sets the password (or joins the credential whose password is kept) for the flow's account and the
 * owner's other ISSUED accounts, opens a session and mails the confirmation. Promise: all of it or none of it, once,
 * for accounts of this owner only. Refuses with PasswordRefused, FlowClosed, WrongStep, InputRefused, Busy.
 */
export async function setPassword(deps: Deps, input: SetPasswordInput): Promise<PasswordSet | Refused> {
  const now = deps.clock.now()
  const { rules } = deps.settings
  const migration = await readMigration(deps.db, input.flow)
  const refusal = judgeStep(migration?.flow ?? null, 'setPassword', rules, now)
  if (refusal || !migration) return refusal ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  const accounts = chosenAccounts(migration, input.accounts)
  if (!accounts) return unknown('accounts')
  const secret = input.keepPasswordOf
    ? joinedCredential(migration, input.keepPasswordOf)
    : await newSecret(deps, migration, accounts, input)
  if ('__typename' in secret) return secret

  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, migration.account.ownerId)
    const flow = await lockFlow(tx, input.flow)
    const late = judgeStep(flow, 'setPassword', rules, now)
    if (late || !flow?.email || !flow.verifiedAt) return late ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
    const { realm, accountId } = migration.flow
    // What another flow took meanwhile, or the service closed, is left as it is; the flow's own account must be there.
    const open = await tx.account.findMany({
      where: { id: { in: accounts.map(({ id }) => id) }, state: 'ISSUED' },
      select: { id: true },
    })
    const accountIds = open.map(({ id }) => id)
    if (!accountIds.includes(accountId)) return { __typename: 'FlowClosed', reason: 'SUPERSEDED' }
    const credential = 'id' in secret ? secret : { ...secret, email: flow.email, emailVerifiedAt: flow.verifiedAt }
    await setCredential(tx, { ownerId: migration.account.ownerId, accountIds, flowId: flow.id, credential }, now)
    await tx.flow.update({ where: { id: flow.id }, data: { endedAt: now, end: 'COMPLETED' } })
    for (const id of accountIds) {
      await record(tx, { realm, kind: 'ACCOUNT_MIGRATED', at: now, accountId: id, flowId: flow.id })
    }
    const giveUpAt = new Date(now.getTime() + noticeHours * 3_600_000)
    await enqueue(tx, { realm, kind: 'ACCOUNT_OPENED', email: flow.email, accountId, at: now, giveUpAt })
    const token = await openSession(tx, deps, { id: accountId, realm }, now)
    return { __typename: 'PasswordSet', accountIds: [accountId, ...accountIds.filter((id) => id !== accountId)], token }
  })
}

/** The flow's account and the chosen others; null when one chosen is not among them (nobody else's account is). */
function chosenAccounts({ account, otherIssued }: Migration, chosen: string[] | null): Migration['otherIssued'] | null {
  if (chosen === null) return [account, ...otherIssued]
  const others = chosen.filter((id) => id !== account.id)
  const found = otherIssued.filter(({ id }) => others.includes(id))
  return new Set(others).size === found.length ? [account, ...found] : null
}

/** Only the credential whose own address received the code may be joined: that is what its typing proved. */
function joinedCredential({ flow, credentials }: Migration, accountId: string): { id: string } | InputRefused {
  const credential = credentials.find(({ accounts }) => accounts.some(({ id }) => id === accountId))
  const proved = credential && flow.email && emailKey(credential.email) === emailKey(flow.email)
  return proved ? { id: credential.id } : unknown('keepPasswordOf')
}

async function newSecret(
  deps: Deps,
  { account, flow }: Migration,
  accounts: Migration['otherIssued'],
  input: SetPasswordInput,
): Promise<{ passwordHash: string } | PasswordRefused | Busy> {
  const place = deps.hasher.admit()
  if (!place) return { __typename: 'Busy', retryAfterSeconds: deps.hasher.retryAfterSeconds() }
  try {
    const password = input.password ?? ''
    const typed = { password, confirmation: input.confirmation ?? '' }
    const whose = { owner: account.owner, accounts, email: flow.email }
    const unmet = await judgeNewPassword(deps, place, typed, whose)
    if (unmet.length > 0) return { __typename: 'PasswordRefused', unmet }
    return { passwordHash: await place.hash(password) }
  } finally {
    place.release()
  }
}

const unknown = (field: string): InputRefused => ({
  __typename: 'InputRefused',
  fields: [{ field, reason: 'UNKNOWN' }],
})
