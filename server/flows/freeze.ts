import type { Deps, Tx } from '../deps.ts'
import { maskEmail } from '../domain/email-address.ts'
import { afterUndo, type EmailUndo, emailUndos } from '../domain/email-undo.ts'
import type { FlowClosed } from '../domain/refusals.ts'
import { isLinkToken, linkId } from '../link.ts'
import { enqueue } from '../mail/outbox.ts'
import type { Caller } from './caller.ts'
import { endFlows, endMigrations } from './parts/end-flows.ts'
import { endSessions } from './parts/end-sessions.ts'
import { keepFormerEmails } from './parts/former-email.ts'
import { type Reached, reachOf } from './parts/freeze-reach.ts'
import { knownAddresses } from './parts/known-addresses.ts'
import { lockOwner } from './parts/lock.ts'
import { record } from './parts/record.ts'
import { reaches } from './parts/served.ts'

export interface Frozen {
  __typename: 'Frozen'
  emailUndo: EmailUndo
}

/**
 * « Ce n'est pas moi »: freezes what a notice's link reaches. Promise: it can only close — sign-in, sessions and open
 * flows of every account concerned end, and the owner's open migrations; a change of e-mail younger than three days is
 * undone once, and both addresses stay doubted, since nobody here knows which of the two the owner reads. The agency and
 * every known address are told, and the service alone thaws. Single use. Refuses with FlowClosed UNKNOWN, COMPLETED
 * (used) or EXPIRED (too late, or nothing of what the notice named is open any more).
 */
export async function freeze(deps: Deps, input: { link: string }, caller: Caller): Promise<Frozen | FlowClosed> {
  const now = deps.clock.now()
  const id = linkId(input.link)
  const found =
    id &&
    (await deps.db.freezeLink.findUnique({ where: { id }, include: { credential: { include: { owner: true } } } }))
  if (!found || !isLinkToken(deps.keys, 'freeze link', found, input.link)) return closed('UNKNOWN')
  const { ownerId, owner } = found.credential
  if (!reaches(caller, owner)) return closed('UNKNOWN')
  return deps.db.$transaction(async (tx) => {
    await lockOwner(tx, ownerId)
    const link = await tx.freezeLink.findUnique({ where: { id: found.id } })
    if (!link) return closed('UNKNOWN')
    // Used before late: a link that did block must not say on its eleventh day that it blocked nothing.
    if (link.usedAt) return closed('COMPLETED')
    const reached = link.expiresAt <= now ? [] : await reachOf(tx, deps, link, ownerId, now)
    if (reached.length === 0) return closed('EXPIRED')
    await tx.freezeLink.update({ where: { id: link.id }, data: { usedAt: now } })
    const addresses = await knownAddresses(tx, deps, ownerId, now)
    const touched = await close(tx, ownerId, reached, caller, now)
    if (touched[0]) await tell(tx, deps, { ...touched[0], ownerId, reached, addresses }, now)
    return { __typename: 'Frozen', emailUndo: emailUndos.find((one) => undosOf(reached).includes(one)) ?? 'NONE' }
  })
}

const undosOf = (reached: readonly Reached[]) => reached.map(({ emailUndo }) => emailUndo)

/** Gives the accounts that something changed of. */
async function close(
  tx: Tx,
  ownerId: string,
  reached: readonly Reached[],
  caller: Caller,
  now: Date,
): Promise<{ accountId: string; realm: string }[]> {
  const accountIds = reached.flatMap(({ accounts }) => accounts.map(({ id }) => id))
  await endMigrations(tx, ownerId, null, now)
  await endFlows(tx, { accountIds, kinds: ['RESET', 'EMAIL_CHANGE'] }, now)
  await tx.account.updateMany({ where: { id: { in: accountIds }, state: 'ACTIVE' }, data: { state: 'FROZEN' } })
  await endSessions(tx, accountIds, null, now)
  const touched = []
  for (const { credential, accounts, emailUndo, restored } of reached) {
    if (restored) {
      await keepFormerEmails(tx, [credential], now, { replaced: true })
      // What is known is about the address that goes.
      const data = { ...afterUndo(credential, restored, now), emailRefusedAt: null, emailRefusedFor: null }
      await tx.credential.update({ where: { id: credential.id }, data })
    }
    const detail = restored ? { detail: { from: credential.email, to: restored } } : {}
    for (const { id: accountId, realm, state } of accounts) {
      if (state === 'FROZEN' && !restored) continue
      await record(
        tx,
        { realm, kind: 'CREDENTIAL_FROZEN', at: now, accountId, facts: { emailUndo }, ...detail },
        caller,
      )
      touched.push({ accountId, realm })
    }
  }
  return touched
}

/** Nobody here knows whether the owner pressed or whoever reads a mailbox that the owner left: all are told. */
async function tell(
  tx: Tx,
  deps: Deps,
  frozen: { realm: string; accountId: string; ownerId: string; reached: readonly Reached[]; addresses: string[] },
  now: Date,
): Promise<void> {
  const { realm, accountId, ownerId, addresses } = frozen
  const { agency } = await tx.owner.findUniqueOrThrow({ where: { id: ownerId }, include: { agency: true } })
  const giveUpAt = new Date(now.getTime() + deps.settings.rules.noticeHours * 3_600_000)
  const message = { realm, accountId, at: now, giveUpAt }
  await enqueue(tx, { ...message, kind: 'ACCOUNT_FROZEN', email: agency.senderAddress })
  const restored = frozen.reached.find((one) => one.restored)?.restored
  const about = restored ? { about: maskEmail(restored) } : {}
  for (const email of addresses) await enqueue(tx, { ...message, kind: 'FREEZE_NOTICE', email, ...about })
}

const closed = (reason: FlowClosed['reason']): FlowClosed => ({ __typename: 'FlowClosed', reason })
