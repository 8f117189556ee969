import type { Act } from '../act.ts'
import type { Account, Event } from '../state.ts'

/** Writes down what was done on an account. `shared`: the accounts of its password, to whose open ones it happened too. */
export function note(
  { state, now, caller }: Act,
  kind: Event['kind'],
  account: { id: string },
  shared: readonly Account[] = [],
): void {
  const others = shared.filter((one) => one.id !== account.id && one.state === 'ACTIVE').map(({ id }) => id)
  const partnerId = caller.key?.partnerId ?? null
  state.events.push({ kind, at: now, accountId: account.id, partnerId, sharing: others.toSorted() })
}
