import { decideReissue } from '../domain/staff-action.ts'
import { endFlows } from '../flows/parts/end-flows.ts'
import { endSessions } from '../flows/parts/end-sessions.ts'
import { keepFormerEmails } from '../flows/parts/former-email.ts'
import { findPending } from './parts/act.ts'
import { actWithLetters, basisOf, type LetterOutcome } from './parts/act-with-letters.ts'
import type { LetterSink } from './parts/letters.ts'
import type { StaffDeps, StaffRequest } from './parts/request.ts'

/**
 * A new letter (lost, never come, expired, tries spent). Promise: an account still ISSUED gets it at once and the old
 * letter opens nothing more; an ACTIVE one only three days after its owner was told and did not say no, and is then
 * ISSUED again: off its credential, its sessions and flows ended. The verified address stays the owner's: the
 * migration's code goes there and nowhere else, so that a stolen letter alone opens nothing.
 * Refuses with InputRefused, StaffRefused FROZEN, CLOSED, WAITING or CHANGED, Busy.
 */
export function reissueAccount(deps: StaffDeps, request: StaffRequest, sink: LetterSink): Promise<LetterOutcome> {
  return actWithLetters(deps, request, sink, ({ id }, now) => ({
    kind: 'REISSUE',
    async plan(tx) {
      const account = await tx.account.findUniqueOrThrow({ where: { id } })
      const pending = await findPending(tx, deps, 'REISSUE', [id], now)
      const decision = decideReissue({ state: account.state, pending }, deps.settings.rules, now)
      return { decision, pending, accountIds: [id], basis: basisOf([account]) }
    },
    async apply(tx) {
      const { credential } = await tx.account.findUniqueOrThrow({ where: { id }, include: { credential: true } })
      if (credential) await keepFormerEmails(tx, [credential], now, { replaced: false })
      await endFlows(tx, { accountIds: [id], kinds: ['MIGRATION', 'RESET', 'EMAIL_CHANGE'] }, now)
      await endSessions(tx, [id], null, now)
    },
  }))
}
