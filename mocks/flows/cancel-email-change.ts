import type { Act } from '../act.ts'
import { findAccount, sharing } from '../parts/rows.ts'
import type { AnswerOf } from '../shapes.ts'

export function cancelEmailChange({ state, session, now }: Act): AnswerOf<'cancelEmailChange'> {
  const account = session && findAccount(state, session.accountId)
  if (!account?.credentialId) return { __typename: 'NotSignedIn' }
  const ids = new Set(sharing(state, account.credentialId).map(({ id }) => id))
  const open = state.flows.filter(
    ({ kind, accountId, endedAt, expiresAt }) =>
      kind === 'EMAIL_CHANGE' && accountId !== null && ids.has(accountId) && !endedAt && expiresAt >= now,
  )
  for (const flow of open) Object.assign(flow, { endedAt: now, end: 'CANCELLED' })
  return { __typename: 'EmailChangeCancelled', count: open.length }
}
