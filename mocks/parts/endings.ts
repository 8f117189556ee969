import type { FlowKind } from '../../server/domain/flow.ts'
import type { Act } from '../act.ts'
import type { Flow } from '../state.ts'

/**
 * Ends open flows of these accounts as the server does: a reset that waits for its code ends in silence. Gives
 * back how many were still to be walked on.
 */
export function endFlows(
  { state, now }: Act,
  accountIds: readonly string[],
  kinds: readonly FlowKind[],
  except: Flow | null = null,
): number {
  let ended = 0
  for (const flow of state.flows) {
    const concerned = flow.accountId !== null && accountIds.includes(flow.accountId) && kinds.includes(flow.kind)
    if (!concerned || flow.endedAt || flow === except) continue
    if (flow.kind === 'RESET' && flow.step === 'ENTER_CODE') {
      flow.accountId = null
      for (const code of flow.codes) code.muted = true
    } else if (flow.expiresAt >= now) {
      supersede(flow, now)
      ended++
    }
  }
  return ended
}

/** Ends the owner's open migrations: where their codes may go was decided before. */
export function endMigrations({ state, now }: Act, ownerId: string, except: Flow | null): void {
  const own = new Set(state.accounts.filter((account) => account.ownerId === ownerId).map(({ id }) => id))
  for (const flow of state.flows) {
    const open = flow.kind === 'MIGRATION' && !flow.endedAt && flow.accountId !== null && own.has(flow.accountId)
    if (open && flow !== except) supersede(flow, now)
  }
}

export function supersede(flow: Flow, now: Date): void {
  flow.endedAt = now
  flow.end = 'SUPERSEDED'
}

export function endSessions({ state, now }: Act, accountIds: readonly string[]): void {
  for (const session of state.sessions) {
    if (accountIds.includes(session.accountId)) session.endedAt ??= now
  }
}
