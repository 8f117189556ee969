import type { Busy, InputRefused } from '../domain/refusals.ts'
import { isEmailInDoubt, type StaffRefused, staffRefused } from '../domain/staff-action.ts'
import { lockOwner } from '../flows/parts/lock.ts'
import { concludeAct } from './parts/act.ts'
import { knownAddresses } from './parts/known-addresses.ts'
import { readRequest, type StaffDeps, type StaffRequest } from './parts/request.ts'

export interface AccountsThawed {
  __typename: 'AccountsThawed'
  identifiers: string[]
  told: string[]
}

/**
 * Opens again what « Ce n'est pas moi » closed, for every account that shares the password. Promise: the old password,
 * which a thief may know, opens nothing any more; the owner chooses another by « Mot de passe oublié », answered at
 * once. An address that was changed lately and not undone may be the thief's: refused until the service says that it
 * is the owner's (`keepEmail`), else it is to be detached.
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
      include: { credential: { include: { accounts: { orderBy: { identifierKey: 'asc' } } } } },
    })
    const { state, credential } = account
    if (state !== 'FROZEN') return staffRefused(state === 'CLOSED' ? 'CLOSED' : 'NOT_FROZEN')
    if (!credential) return staffRefused('NO_EMAIL')
    if (!request.keepEmail && isEmailInDoubt(credential, deps.settings.rules, now)) {
      return staffRefused('EMAIL_IN_DOUBT')
    }
    const frozen = credential.accounts.filter((sharing) => sharing.state === 'FROZEN')
    const accountIds = frozen.map(({ id }) => id)
    await tx.account.updateMany({ where: { id: { in: accountIds } }, data: { state: 'ACTIVE' } })
    await tx.credential.update({ where: { id: credential.id }, data: { passwordHash, resetBlockedUntil: null } })
    const addresses = await knownAddresses(tx, deps, account.ownerId, now)
    const told = await concludeAct(tx, deps, { kind: 'THAW', request: known, accountIds, addresses }, null, now)
    return { __typename: 'AccountsThawed', identifiers: frozen.map(({ identifier }) => identifier), told }
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
