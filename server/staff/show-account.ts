import { isMailboxLost } from '../domain/delivery.ts'
import { nextAction } from '../domain/next-action.ts'
import type { InputRefused } from '../domain/refusals.ts'
import { isDetachedAtOnce, type StaffActionKind } from '../domain/staff-action.ts'
import { record } from '../flows/parts/record.ts'
import type { Account, MessageKind } from '../generated/prisma/client.ts'
import type { AccountSheet, BriefAccount } from './parts/account-sheet.ts'
import { findPending } from './parts/act.ts'
import { readLostAddress } from './parts/lost-address.ts'
import { type KnownRequest, readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'
import {
  emailLine,
  readActionLines,
  readEventLines,
  readFlowLine,
  readMessageLine,
  readSessionLines,
  readTriesLines,
} from './parts/sheet-lines.ts'

type ShowDeps = Pick<StaffDeps, 'db' | 'clock' | 'keys' | 'settings'>

/** Mails that go to the verified address, or to the one being verified: how the last one fared tells whether it lives. */
const toOwner: MessageKind[] = ['MIGRATION_CODE', 'RESET_CODE', 'ACCOUNT_OPENED', 'PASSWORD_CHANGED']

/**
 * What the service sees of an account while its owner is on the phone, and the next best thing to do. Promise: it
 * changes nothing of the account, shows no secret and no address in full, and who looked and why is written down.
 * Refuses with InputRefused.
 */
export async function showAccount(deps: ShowDeps, request: StaffRequest): Promise<AccountSheet | InputRefused> {
  const now = deps.clock.now()
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  await writeDown(deps, known, now)
  const { account } = known
  const { id, state, credentialId, identifier, residence, activatedAt: openedAt } = account
  const { agency, accounts, credentials, ...owner } = await deps.db.owner.findUniqueOrThrow({
    where: { id: account.ownerId },
    include: {
      agency: { select: { name: true } },
      accounts: { where: { id: { not: id } }, orderBy: { identifierKey: 'asc' } },
      credentials: { orderBy: { emailVerifiedAt: 'desc' }, include: { formerEmails: true } },
    },
  })
  const [sharing, others] = [true, false].map((shares) =>
    accounts.filter((other) => shares === (credentialId !== null && other.credentialId === credentialId)),
  ) as [Account[], Account[]]
  const credential = credentials.find((one) => one.id === credentialId) ?? credentials[0] ?? null
  const ids = [id, ...sharing.map((other) => other.id)]
  const since = credential ? { since: credential.emailVerifiedAt } : {}
  const lastToOwner = await readMessageLine(deps, ids, now, { kinds: toOwner, ...since })
  const sheet = {
    ...{ identifier, residence, state, agency: agency.name, openedAt },
    owner: { title: owner.title, firstName: owner.firstName, lastName: owner.lastName },
    issuedExpiresAt: state === 'ISSUED' ? account.issuedExpiresAt : null,
    sharing: sharing.map(brief),
    others: others.map(brief),
    email: credential && emailLine(credential, credentials, deps.settings.rules, now),
    flow: await readFlowLine(deps, id, now),
    ...(await readTriesLines(deps, account, now)),
    ...(await readSessionLines(deps, ids, now)),
    lastMessage: await readMessageLine(deps, ids, now),
    staffActions: await readActionLines(deps, account, now),
    events: await readEventLines(deps, id),
  }
  const next = nextAction(
    {
      state,
      issuedExpired: sheet.issuedExpiresAt !== null && sheet.issuedExpiresAt <= now,
      emailFixed: credential !== null,
      emailInDoubt: sheet.email?.inDoubt ?? false,
      mailboxLost: sheet.email?.refused != null || (lastToOwner !== null && isMailboxLost(lastToOwner.delivery)),
      triesLeft: sheet.codeTries.left,
      signInWaits: sheet.signInWaitsUntil !== null,
      resetBlockedUntil: sheet.email?.resetBlockedUntil ?? null,
      flow: sheet.flow && { kind: sheet.flow.kind, step: sheet.flow.step },
      pending: await readPending(deps, account, now),
    },
    now,
  )
  return { __typename: 'AccountSheet', ...sheet, next }
}

const brief = ({ identifier, residence, state }: Account): BriefAccount => ({ identifier, residence, state })

/**
 * The request that the command itself would find: of this account's own address, not voided by a proof since, and not
 * one that would be done at once anyway.
 */
async function readPending(
  deps: ShowDeps,
  account: Account,
  now: Date,
): Promise<{ kind: StaffActionKind; effectiveAt: Date } | null> {
  const lost = await readLostAddress(deps.db, deps, account, now)
  if (lost.pending && !isDetachedAtOnce(lost, deps.settings.rules, now)) {
    return { kind: 'DETACH_EMAIL', effectiveAt: lost.pending.effectiveAt }
  }
  const letter = account.state === 'ACTIVE' && (await findPending(deps.db, deps, 'REISSUE', [account.id], now))
  return letter ? { kind: 'REISSUE', effectiveAt: letter.effectiveAt } : null
}

/** A look is an act of the service too: personal data was shown to somebody. */
async function writeDown(deps: ShowDeps, { account, by, reason }: KnownRequest, now: Date): Promise<void> {
  const { id: accountId, realm } = account
  const instants = { requestedAt: now, effectiveAt: now, doneAt: now }
  await deps.db.$transaction(async (tx) => {
    await tx.staffAction.create({
      data: { realm, kind: 'SHOW', accountId, by, reason, keyId: deps.keys.currentId, ...instants },
    })
    await record(tx, { realm, kind: 'ACCOUNT_SHOWN', at: now, accountId, facts: { by }, detail: { reason } }, null)
  })
}
