import { staffRefused } from '../domain/staff-action.ts'
import { actWithLetters, basisOf, type LetterOutcome } from './parts/act-with-letters.ts'
import type { LetterSink } from './parts/letters.ts'
import type { StaffDeps, StaffRequest } from './parts/request.ts'

/**
 * An account that was closed by mistake: back to a letter. Promise: nothing of what opened it before opens it again, and
 * the owner's verified address stays the only one that its code goes to, so that neither the letter nor a clerk alone
 * lets anybody in. Refuses with InputRefused, StaffRefused NOT_CLOSED or CHANGED, Busy.
 */
export function reopenAccount(deps: StaffDeps, request: StaffRequest, sink: LetterSink): Promise<LetterOutcome> {
  return actWithLetters(deps, request, sink, ({ id }) => ({
    kind: 'REOPEN',
    async plan(tx) {
      const account = await tx.account.findUniqueOrThrow({ where: { id } })
      const decision = account.state === 'CLOSED' ? 'DO' : staffRefused('NOT_CLOSED')
      return { decision, pending: null, accountIds: [id], basis: basisOf([account]) }
    },
    async apply() {},
  }))
}
