import type { ActivityKind } from '../../server/domain/activity.ts'
import type { Act } from '../act.ts'

/** Writes down what was done on an account, for « Dernières activités ». */
export function note({ state, now }: Act, kind: ActivityKind, account: { id: string }): void {
  state.events.push({ kind, at: now, accountId: account.id })
}
