import type { Act } from '../act.ts'
import { credentialOf, findAccount } from './rows.ts'

/** The address of the account's credential, if the typed one is it and a forgotten password may be answered now. */
export function resettableEmail({ state, now }: Act, accountId: string | null, typed: string): string | null {
  const account = findAccount(state, accountId)
  const credential = credentialOf(state, account)
  if (account?.state !== 'ACTIVE' || credential?.email !== typed) return null
  return credential.resetBlockedUntil && credential.resetBlockedUntil > now ? null : credential.email
}
