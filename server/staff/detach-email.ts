import type { Tx } from '../deps.ts'
import { decideDetach } from '../domain/staff-action.ts'
import { endFlows } from '../flows/parts/end-flows.ts'
import { endSessions } from '../flows/parts/end-sessions.ts'
import { keepFormerEmails } from '../flows/parts/former-email.ts'
import type { Account } from '../generated/prisma/client.ts'
import { actWithLetters, basisOf, type LetterOutcome, type LetterPlan } from './parts/act-with-letters.ts'
import type { LetterSink } from './parts/letters.ts'
import { lostCredentials, readLostAddress } from './parts/lost-address.ts'
import type { StaffDeps, StaffRequest } from './parts/request.ts'

/**
 * The owner lost the mailbox: back to letters. Promise: three days after every known address was told and nobody said
 * no (at once when a notice's reader froze all of it), every account that this address guards is ISSUED again with a
 * letter of its own, sessions and flows ended, and the address with its password is forgotten: no later migration can be
 * sent there.
 * Refuses with InputRefused, StaffRefused CLOSED, NO_EMAIL, WAITING or CHANGED, Busy.
 */
export function detachEmail(deps: StaffDeps, request: StaffRequest, sink: LetterSink): Promise<LetterOutcome> {
  return actWithLetters(deps, request, sink, (account, now) => ({
    kind: 'DETACH_EMAIL',
    plan: (tx) => plan(tx, deps, account, now),
    apply: (tx, { accountIds }) => forget(tx, account, accountIds, now),
  }))
}

async function plan(
  tx: Pick<Tx, 'account' | 'credential' | 'staffAction'>,
  deps: StaffDeps,
  account: Account,
  now: Date,
): Promise<LetterPlan> {
  const { state } = await tx.account.findUniqueOrThrow({ where: { id: account.id } })
  const { held, pending, ...facts } = await readLostAddress(tx, deps, account, now)
  const decision = decideDetach({ state, pending, ...facts }, deps.settings.rules, now)
  return { decision, pending, accountIds: held.map(({ id }) => id), basis: basisOf(held) }
}

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
  await keepFormerEmails(tx, guarding.slice(0, 1), now, { replaced: false })
  await tx.account.updateMany({ where: { credentialId }, data: { credentialId: null } })
  await tx.freezeLink.deleteMany({ where: { credentialId } })
  await tx.credential.deleteMany({ where: { id: credentialId } })
}
