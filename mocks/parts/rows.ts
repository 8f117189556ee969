import { isCallers } from '../../server/domain/made-with.ts'
import type { Act } from '../act.ts'
import type { Random } from '../random.ts'
import type { Account, Credential, Flow, Owner, State } from '../state.ts'

/** A new row's id. */
export function newId(state: State, kind: string): string {
  state.made++
  return `${kind}-${state.made}`
}

/** A bearer secret like the server's; `prefix` tells a session (`cs`) from a flow's handle (`cf`). */
export function newToken(random: Random, prefix: 'cs' | 'cf' | 'cl'): string {
  const text = btoa(String.fromCharCode(...random.bytes(32)))
  return `${prefix}_${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** The flow of a handle; null when none of this caller's has it. */
export const findFlow = ({ state, caller }: Pick<Act, 'state' | 'caller'>, handle: string): Flow | null =>
  state.flows.find((flow) => flow.handle === handle && isCallers(flow, caller)) ?? null

/** Whether the caller's key serves the agency of an account; an account of any other is not found. */
export const isServed = ({ state, caller: { key } }: Act, account: Account): boolean =>
  key === null || key.agencyIds.includes(ownerOf(state, account).agencyKey)

export const findAccount = (state: State, id: string | null): Account | null =>
  state.accounts.find((account) => account.id === id) ?? null

export const credentialOf = (state: State, account: Account | null): Credential | null =>
  state.credentials.find(({ id }) => id === account?.credentialId) ?? null

export function ownerOf(state: State, account: Pick<Account, 'ownerId'>): Owner {
  return found(state.owners.find(({ id }) => id === account.ownerId))
}

/** Every account that shares a credential, by identifier, whatever its state. */
export const sharing = (state: State, credentialId: string | null): Account[] =>
  inOrder(state.accounts.filter((account) => credentialId !== null && account.credentialId === credentialId))

export const accountsOf = (state: State, ownerId: string): Account[] =>
  inOrder(state.accounts.filter((account) => account.ownerId === ownerId))

/** The address of the owner's that was verified last; null: none yet. */
export function verifiedEmail(state: State, ownerId: string): string | null {
  const own = state.credentials.filter((credential) => credential.ownerId === ownerId)
  return own.toSorted((a, b) => b.emailVerifiedAt.getTime() - a.emailVerifiedAt.getTime())[0]?.email ?? null
}

export const firstOf = (id: string, accounts: readonly Account[]): Account[] => [
  ...accounts.filter((account) => account.id === id),
  ...accounts.filter((account) => account.id !== id),
]

/** A row that another row names. */
export function found<Row>(row: Row | undefined | null): Row {
  if (row === undefined || row === null) throw new Error('the mock lost a row: its state was changed from outside')
  return row
}

export const inOrder = (accounts: Account[]) =>
  accounts.toSorted((a, b) => (a.identifierKey < b.identifierKey ? -1 : 1))
