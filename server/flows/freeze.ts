import type { Deps, Tx } from '../deps.ts'
import { type EmailUndo, emailUndos, judgeEmailUndo, undoableEmail } from '../domain/email-undo.ts'
import type { FlowClosed } from '../domain/refusals.ts'
import { isLinkToken, linkId } from '../link.ts'
import { enqueue } from '../mail/outbox.ts'
import { endFlows, endMigrations } from './parts/end-flows.ts'
import { endSessions } from './parts/end-sessions.ts'
import { lockOwner } from './parts/lock.ts'
import { record } from './parts/record.ts'

export interface Frozen {
  __typename: 'Frozen'
  emailUndo: EmailUndo
}

/**
 * « Ce n'est pas moi »: freezes the credential of a notice's link. Promise: it can only close — sign-in, sessions and
 * open flows of every account that shares the password end, and the owner's open migrations, a change of e-mail younger than three days is undone (for
 * accounts split off since as well), the agency is told, and the service alone thaws. Single use. Refuses with
 * FlowClosed UNKNOWN, EXPIRED or COMPLETED (used).
 */
export async function freeze(deps: Deps, input: { link: string }): Promise<Frozen | FlowClosed> {
  const now = deps.clock.now()
  const id = linkId(input.link)
  const link = id && (await deps.db.freezeLink.findUnique({ where: { id }, include: { credential: true } }))
  if (!link || !isLinkToken(deps.keys, 'freeze link', link, input.link)) return closed('UNKNOWN')
  if (link.expiresAt <= now) return closed('EXPIRED')
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, link.credential.ownerId)
    const used = await tx.freezeLink.updateMany({ where: { id: link.id, usedAt: null }, data: { usedAt: now } })
    if (used.count === 0) return closed('COMPLETED')
    await endMigrations(tx, link.credential.ownerId, null, now)
    const undone: EmailUndo[] = []
    for (const credentialId of await reachOf(tx, deps, link.credentialId, now)) {
      undone.push(await freezeCredential(tx, deps, credentialId, now))
    }
    return { __typename: 'Frozen', emailUndo: emailUndos.find((undo) => undone.includes(undo)) ?? 'NONE' }
  })
}

/**
 * The link's credential and those split from it since a young change of e-mail: a thief who changes the address and
 * then splits an account off would otherwise keep it, and the notice of the split went to the thief.
 */
async function reachOf(tx: Tx, deps: Deps, credentialId: string, now: Date): Promise<string[]> {
  const credential = await tx.credential.findUniqueOrThrow({ where: { id: credentialId } })
  if (!undoableEmail(credential, deps.settings.rules, now)) return [credentialId]
  const { ownerId, previousEmail, emailChangedAt } = credential
  const split = await tx.credential.findMany({
    where: { ownerId, previousEmail, emailChangedAt, id: { not: credentialId } },
    select: { id: true },
  })
  return [credentialId, ...split.map(({ id }) => id)]
}

/** Resolves with what it could do about a change of e-mail. */
async function freezeCredential(tx: Tx, deps: Deps, credentialId: string, now: Date): Promise<EmailUndo> {
  const credential = await tx.credential.findUniqueOrThrow({
    where: { id: credentialId },
    include: { accounts: { where: { state: 'ACTIVE' } }, owner: { include: { agency: true } } },
  })
  const accountIds = credential.accounts.map((account) => account.id)
  await endFlows(tx, { accountIds, kinds: ['RESET', 'EMAIL_CHANGE'] }, now)
  await tx.account.updateMany({ where: { id: { in: accountIds }, state: 'ACTIVE' }, data: { state: 'FROZEN' } })
  const restored = undoableEmail(credential, deps.settings.rules, now)
  const emailUndo = judgeEmailUndo(credential, deps.settings.rules, now)
  if (restored) {
    // What is known is about the address that goes.
    const unknown = { emailRefusedAt: null, emailRefusedFor: null }
    await tx.credential.update({
      where: { id: credentialId },
      data: { email: restored, previousEmail: null, ...unknown },
    })
  }
  await endSessions(tx, accountIds, null, now)
  const { realm, agency } = credential.owner
  for (const accountId of accountIds) {
    await record(tx, {
      realm,
      kind: 'CREDENTIAL_FROZEN',
      at: now,
      accountId,
      facts: { emailUndo },
    })
  }
  const [accountId] = accountIds
  if (accountId) {
    const giveUpAt = new Date(now.getTime() + deps.settings.rules.noticeHours * 3_600_000)
    await enqueue(tx, { realm, kind: 'ACCOUNT_FROZEN', email: agency.senderAddress, accountId, at: now, giveUpAt })
  }
  return emailUndo
}

const closed = (reason: FlowClosed['reason']): FlowClosed => ({ __typename: 'FlowClosed', reason })
