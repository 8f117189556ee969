import type { Tx } from '../deps.ts'
import type { Busy, InputRefused } from '../domain/refusals.ts'
import { decideDetach, type StaffRefused } from '../domain/staff-action.ts'
import { endFlows } from '../flows/parts/end-flows.ts'
import { endSessions } from '../flows/parts/end-sessions.ts'
import type { Account, Credential } from '../generated/prisma/client.ts'
import { findPending, type StaffActionRequested } from './parts/act.ts'
import { actWithLetters, basisOf, type LetterPlan, type LettersIssued } from './parts/act-with-letters.ts'
import type { LetterSink } from './parts/letters.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

/**
 * The owner lost the mailbox: back to letters. Promise: three days after every known address was told and nobody said
 * no (at once when all is frozen), every account that this address guards is ISSUED again with a letter of its own,
 * sessions and flows ended, and the address with its password is forgotten: no later migration can be sent there.
 * Refuses with InputRefused, StaffRefused CLOSED, NO_EMAIL, WAITING or CHANGED, Busy.
 */
export async function detachEmail(
  deps: StaffDeps,
  request: StaffRequest,
  sink: LetterSink,
): Promise<LettersIssued | StaffActionRequested | StaffRefused | InputRefused | Busy> {
  const now = deps.clock.now()
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  return actWithLetters(
    deps,
    known,
    {
      kind: 'DETACH_EMAIL',
      plan: (tx) => plan(tx, deps, known.account, now),
      apply: (tx, { accountIds }) => forget(tx, known.account, accountIds, now),
    },
    sink,
    now,
  )
}

type Db = Pick<Tx, 'account' | 'credential' | 'staffAction'>

async function plan(tx: Db, deps: StaffDeps, account: Account, now: Date): Promise<LetterPlan> {
  const { state } = await tx.account.findUniqueOrThrow({ where: { id: account.id } })
  const { guarding, unused } = await lostCredentials(tx, account)
  const held = [...guarding, ...unused].flatMap(({ accounts }) => accounts)
  const affected = held.filter(isOpen).sort((a, b) => (a.identifierKey < b.identifierKey ? -1 : 1))
  // One address, one request: what was announced for another one of the owner's opens nothing here.
  const concerned = guarding.flatMap(({ accounts }) => accounts.map(({ id }) => id))
  const pending = await findPending(tx, deps, 'DETACH_EMAIL', [account.id, ...concerned], now)
  const proofs = guarding.flatMap(({ emailVerifiedAt, passwordChangedAt }) => [+emailVerifiedAt, +passwordChangedAt])
  const facts = {
    state,
    provedAt: proofs.length > 0 ? new Date(Math.max(...proofs)) : null,
    affected: affected.map((one) => one.state),
    pending,
  }
  const decision = decideDetach(facts, deps.settings.rules, now)
  return { decision, pending, accountIds: affected.map(({ id }) => id), basis: basisOf(affected) }
}

type Held = Credential & { accounts: Account[] }

/**
 * `guarding`: the credentials of the address that codes of this account go to (its own one's, or while ISSUED the
 * owner's verified last), accounts that were split off included. `unused`: those that no open account has any more,
 * whose older address the next migration would otherwise be sent to.
 */
async function lostCredentials(
  tx: Pick<Tx, 'credential'>,
  { id, ownerId }: Pick<Account, 'id' | 'ownerId'>,
): Promise<{ guarding: Held[]; unused: Held[] }> {
  const all = await tx.credential.findMany({
    where: { ownerId },
    include: { accounts: true },
    orderBy: { emailVerifiedAt: 'desc' },
  })
  const own = all.find(({ accounts }) => accounts.some((account) => account.id === id)) ?? all[0]
  const guarding = all.filter(({ email }) => email === own?.email)
  const unused = all.filter((one) => !guarding.includes(one) && !one.accounts.some(isOpen))
  return { guarding, unused }
}

const isOpen = ({ state }: Pick<Account, 'state'>) => state === 'ACTIVE' || state === 'FROZEN'

async function forget(tx: Tx, account: Account, accountIds: readonly string[], now: Date): Promise<void> {
  const { guarding, unused } = await lostCredentials(tx, account)
  const credentialId = { in: [...guarding, ...unused].map(({ id }) => id) }
  const issued = await tx.account.findMany({
    where: { ownerId: account.ownerId, state: 'ISSUED' },
    select: { id: true },
  })
  // A first connection under way would go on mailing its codes to the address that is gone.
  const ended = [...accountIds, ...issued.map(({ id }) => id)]
  await endFlows(tx, { accountIds: ended, kinds: ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] }, now)
  await endSessions(tx, accountIds, null, now)
  await tx.message.updateMany({
    where: { state: 'QUEUED', freezeLink: { credentialId } },
    data: { state: 'ABANDONED', email: null, settledAt: now },
  })
  await tx.account.updateMany({ where: { credentialId }, data: { credentialId: null } })
  await tx.freezeLink.deleteMany({ where: { credentialId } })
  await tx.credential.deleteMany({ where: { id: credentialId } })
}
