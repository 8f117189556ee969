import type { Deps } from '../deps.ts'
import type {
  Busy,
  InputRefused,
  NotSignedIn,
  PasswordRefused,
  SignInRefused,
  TooManyTries,
} from '../domain/refusals.ts'
import type { Admission } from '../hasher.ts'
import type { Caller } from './caller.ts'
import { admitted } from './parts/admit.ts'
import { takeBack } from './parts/count.ts'
import { endFlows } from './parts/end-flows.ts'
import { endSessions } from './parts/end-sessions.ts'
import { lockOwner } from './parts/lock.ts'
import { newSecret } from './parts/new-secret.ts'
import { notify } from './parts/notify.ts'
import { openSession } from './parts/open-session.ts'
import { proveSession, type Session } from './parts/prove-session.ts'
import { readCredential, stillProved } from './parts/read-credential.ts'
import { record } from './parts/record.ts'

export interface PasswordSplit {
  __typename: 'PasswordSplit'
  accountId: string
  token: string | null
}

/**
 * « Définir un mot de passe différent »: gives one of the accounts that share the session's password a credential of
 * its own, with the same e-mail. Promise: the others keep theirs, and from then on a reset, a change or a freeze of
 * the one does not touch the other. Refuses with NotSignedIn, SignInRefused WRONG, PasswordRefused, TooManyTries,
 * InputRefused, Busy.
 */
export async function splitPassword(
  deps: Deps,
  session: Session | null,
  input: { account: string; currentPassword: string; password: string; confirmation: string },
  caller: Caller,
): Promise<PasswordSplit | NotSignedIn | SignInRefused | PasswordRefused | TooManyTries | InputRefused | Busy> {
  return admitted(deps, (place) => split(deps, place, session, input, caller))
}

async function split(
  deps: Deps,
  place: Admission,
  session: Session | null,
  input: { account: string; currentPassword: string; password: string; confirmation: string },
  caller: Caller,
): Promise<PasswordSplit | NotSignedIn | SignInRefused | PasswordRefused | TooManyTries | InputRefused> {
  const now = deps.clock.now()
  const typed = { password: input.currentPassword, passwordField: 'currentPassword' }
  const proof = await proveSession(deps, place, session, typed, caller, now)
  if ('__typename' in proof) return proof
  await takeBack(deps.db, deps, proof.counted, now)
  const shared = await readCredential(deps.db, proof.account.id)
  if (!shared) return { __typename: 'NotSignedIn' }
  const sharing = shared.accounts.filter(({ state }) => state === 'ACTIVE')
  const chosen = sharing.find(({ id }) => id === input.account)
  // An account that shares its password with nobody has nothing to be split from.
  if (!chosen || sharing.length < 2) {
    return { __typename: 'InputRefused', fields: [{ field: 'account', reason: 'UNKNOWN' }] }
  }
  const secret = await newSecret(deps, place, input, { ...shared, accounts: [chosen], currentHash: proof.hash })
  if ('__typename' in secret) return secret

  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, proof.account.ownerId)
    const own = await stillProved(tx, session, proof)
    if (!own) return { __typename: 'NotSignedIn' }
    // As it is now, not as it was before the hash: a change of e-mail may have been confirmed meanwhile.
    const current = await readCredential(tx, own.id)
    if (current?.id !== shared.id) return { __typename: 'NotSignedIn' }
    await endFlows(tx, { accountIds: [chosen.id], kinds: ['RESET', 'EMAIL_CHANGE'] }, now)
    // What guards a young change of e-mail guards the split account too, and what is known of the address stays known.
    const { email, emailVerifiedAt, emailRefusedAt, emailRefusedFor } = current
    const { previousEmail, emailChangedAt, emailUndoneAt, resetBlockedUntil, deadHashes } = current
    const { id: credentialId } = await tx.credential.create({
      data: {
        ...secret,
        ownerId: own.ownerId,
        email,
        emailVerifiedAt,
        emailRefusedAt,
        emailRefusedFor,
        previousEmail,
        emailChangedAt,
        emailUndoneAt,
        deadHashes,
        resetBlockedUntil,
        passwordChangedAt: now,
        createdAt: now,
      },
      select: { id: true },
    })
    const moved = await tx.account.updateMany({
      where: { id: chosen.id, state: 'ACTIVE', credentialId: shared.id },
      data: { credentialId },
    })
    if (moved.count === 0) throw new Error('an account left its credential under its owner’s lock')
    // From here on a freeze of the others does not touch it: notices sent before name it, but block it no longer.
    await tx.$executeRaw`
      UPDATE "FreezeLink" SET "accountIds" = array_remove("accountIds", ${chosen.id}::uuid)
      WHERE "credentialId" = ${shared.id}::uuid`
    await endSessions(tx, [chosen.id], caller, now)
    const { realm } = own
    await record(tx, { realm, kind: 'PASSWORD_SPLIT', at: now, accountId: chosen.id }, caller)
    await notify(tx, deps, { kind: 'PASSWORD_CHANGED', realm, accountId: chosen.id, credentialId, email }, now)
    const token = chosen.id === own.id ? await openSession(tx, deps, own, caller, now) : null
    return { __typename: 'PasswordSplit', accountId: chosen.id, token }
  })
}
