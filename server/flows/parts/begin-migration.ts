import type { Deps, Tx } from '../../deps.ts'
import { isEmailChangeDoubted } from '../../domain/email-doubt.ts'
import { judgeOpen } from '../../domain/flow.ts'
import type { SignInRefused } from '../../domain/refusals.ts'
import type { Credential } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'
import type { Caller } from '../caller.ts'
import { takeBack } from './count.ts'
import { findFlow, lockOwner } from './lock.ts'
import type { Proof } from './prove-secret.ts'
import { record } from './record.ts'
import { newToken } from './token.ts'
import { via } from './via.ts'

export interface MigrationStarted {
  __typename: 'MigrationStarted'
  handle: string
  flowId: string
}

/**
 * After the right issued password: resumes the flow whose handle is held, or opens a new one and ends the others of
 * the account (SUPERSEDED). Verification belongs to the handle that typed the code: who comes back with the letter
 * alone starts again at CHOOSE_EMAIL, so that a letter's thief never finishes what its owner proved (design: journeys).
 * Refuses with SignInRefused ISSUED_EXPIRED, FROZEN while the address its code would go to may be a thief's, or WRONG
 * when the account changed since its secret was read.
 */
export async function beginMigration(
  tx: Tx,
  deps: Deps,
  proof: Proof,
  heldHandle: string | null,
  caller: Caller,
  now: Date,
): Promise<MigrationStarted | SignInRefused> {
  await lockOwner(tx, proof.account.ownerId)
  const account = await tx.account.findUniqueOrThrow({ where: { id: proof.account.id } })
  if (account.state !== 'ISSUED' || account.issuedHash !== proof.hash) {
    return { __typename: 'SignInRefused', reason: 'WRONG', triesLeft: null, expiredAt: null }
  }
  await takeBack(tx, deps, proof.counted, now)
  if (account.issuedExpiresAt && account.issuedExpiresAt <= now) {
    return {
      __typename: 'SignInRefused',
      reason: 'ISSUED_EXPIRED',
      triesLeft: null,
      expiredAt: account.issuedExpiresAt,
    }
  }

  const verified = await tx.credential.findFirst({
    where: { ownerId: account.ownerId },
    orderBy: { emailVerifiedAt: 'desc' },
    include: { accounts: { where: { state: 'FROZEN' }, select: { id: true }, take: 1 } },
  })
  if (verified && isShutOff(verified, deps, now)) {
    return { __typename: 'SignInRefused', reason: 'FROZEN', triesLeft: null, expiredAt: null }
  }

  const migrations = { accountId: account.id, kind: 'MIGRATION' } as const
  const held = heldHandle && (await findFlow(tx, heldHandle, caller))
  if (heldHandle && held && held.kind === 'MIGRATION' && held.accountId === account.id && !judgeOpen(held, now)) {
    return { __typename: 'MigrationStarted', handle: heldHandle, flowId: held.id }
  }

  const typed = await tx.flow.findFirst({
    where: { ...migrations, email: { not: null } },
    orderBy: { createdAt: 'desc' },
    select: { email: true },
  })
  await tx.flow.updateMany({
    where: { ...migrations, endedAt: null },
    data: { endedAt: now, end: 'SUPERSEDED' },
  })
  const handle = newToken(deps.random, 'cf')
  const flow = await tx.flow.create({
    data: {
      realm: account.realm,
      kind: 'MIGRATION',
      handleHash: digestOf(handle),
      accountId: account.id,
      step: 'CHOOSE_EMAIL',
      // An owner with a verified address gets the code there and nowhere else; otherwise the last one typed is proposed.
      email: verified?.email ?? typed?.email ?? null,
      emailFixed: verified !== null,
      ...via(caller),
      createdAt: now,
      expiresAt: new Date(now.getTime() + deps.settings.rules.flowLifespanMinutes.MIGRATION * 60_000),
    },
  })
  await record(
    tx,
    { realm: account.realm, kind: 'MIGRATION_STARTED', at: now, accountId: account.id, flowId: flow.id },
    caller,
  )
  return { __typename: 'MigrationStarted', handle, flowId: flow.id }
}

/**
 * The owner's accounts are frozen and nobody put the address before back: with another of their letters a thief would
 * walk on at the address that the freeze was about.
 */
function isShutOff(
  credential: Credential & { accounts: readonly { id: string }[] },
  { settings: { rules } }: Deps,
  now: Date,
): boolean {
  const { accounts, frozenByServiceAt, emailUndoneAt } = credential
  if (accounts.length === 0) return false
  return frozenByServiceAt !== null || (!emailUndoneAt && isEmailChangeDoubted(credential, rules, now))
}
