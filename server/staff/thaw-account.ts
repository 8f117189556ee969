import { isEmailInDoubt } from '../domain/email-doubt.ts'
import type { Busy, InputRefused } from '../domain/refusals.ts'
import { type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { knownAddresses } from '../flows/parts/known-addresses.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { concludeAct } from './parts/act.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface AccountsThawed {
  __typename: 'AccountsThawed'
  identifiers: string[]
  /** No forgotten password is answered before; null: at once. */
  resetBlockedUntil: Date | null
  told: string[]
}

/**
 * Opens again what « Ce n'est pas moi » or the service closed, for every account that shares the password. Promise: the
 * old password, which a thief may know, opens nothing any more and is never chosen again; the owner chooses another by
 * « Mot de passe oublié ». An address that was changed or put back lately may be read by a thief: refused until the
 * service says that it is the owner's (`keepEmail`), and then answered a day later, so that the other address, which is
 * told, can still call; else it is to be detached. What the service was asked for before counts for nothing.
 * Refuses with InputRefused, StaffRefused NOT_FROZEN, CLOSED, NO_EMAIL or EMAIL_IN_DOUBT, Busy.
 */
export async function thawAccount(
  deps: StaffDeps,
  request: StaffRequest & { keepEmail: boolean },
): Promise<AccountsThawed | StaffRefused | InputRefused | Busy> {
  const now = deps.clock.now()
  const known = await readRequest(deps, request)
  if ('__typename' in known) return known
  const passwordHash = await hashNothing(deps)
  if (typeof passwordHash !== 'string') return passwordHash
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, known.account.ownerId)
    const account = await tx.account.findUniqueOrThrow({
      where: { id: known.account.id },
      include: { credential: { include: { accounts: { orderBy: { identifierKey: 'asc' } }, formerEmails: true } } },
    })
    const { state, credential } = account
    if (state !== 'FROZEN') return staffRefused(state === 'CLOSED' ? 'CLOSED' : 'NOT_FROZEN')
    if (!credential) return staffRefused('NO_EMAIL')
    const { rules } = deps.settings
    const all = await tx.credential.findMany({ where: { ownerId: account.ownerId }, include: { formerEmails: true } })
    const inDoubt = isEmailInDoubt(credential, all, rules, now)
    if (inDoubt && !request.keepEmail) return staffRefused('EMAIL_IN_DOUBT')
    const frozen = credential.accounts.filter((sharing) => sharing.state === 'FROZEN')
    const accountIds = frozen.map(({ id }) => id)
    await tx.account.updateMany({ where: { id: { in: accountIds } }, data: { state: 'ACTIVE' } })
    const resetBlockedUntil = inDoubt ? new Date(now.getTime() + rules.resetBlockedHours * 3_600_000) : null
    // The last few: beyond the stolen one, those of thaws in a row are passwords that nobody ever knew.
    const deadHashes = [...credential.deadHashes, credential.passwordHash].slice(-3)
    await tx.credential.update({
      where: { id: credential.id },
      data: { passwordHash, deadHashes, resetBlockedUntil, frozenByServiceAt: null },
    })
    await tx.staffAction.updateMany({
      where: {
        OR: [
          { kind: 'DETACH_EMAIL', account: { ownerId: account.ownerId } },
          { kind: 'REISSUE', accountId: { in: accountIds } },
        ],
        ...{ doneAt: null, cancelledAt: null },
      },
      data: { cancelledAt: now },
    })
    const addresses = await knownAddresses(tx, deps, account.ownerId, now)
    const told = await concludeAct(tx, deps, { kind: 'THAW', request: known, accountIds, addresses }, null, now)
    const identifiers = frozen.map(({ identifier }) => identifier)
    return { __typename: 'AccountsThawed', identifiers, resetBlockedUntil, told }
  })
}

/** The hash of a password nobody knows: comparing with it takes as long as with every other (rule 10). */
async function hashNothing(deps: StaffDeps): Promise<string | Busy> {
  const place = deps.hasher.admit()
  if (!place) return { __typename: 'Busy', retryAfterSeconds: deps.hasher.retryAfterSeconds() }
  try {
    return await place.hash(Buffer.from(deps.random.bytes(32)).toString('base64url'))
  } finally {
    place.release()
  }
}
