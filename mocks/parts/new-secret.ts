import { normalIssuedPassword } from '../../server/domain/issued-password.ts'
import { canonicalPassword, judgePasswordText, passwordRules } from '../../server/domain/password.ts'
import type { PasswordRefused } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import type { Account } from '../state.ts'
import { ownerOf } from './rows.ts'

/** Judges a new password for these accounts (all of one owner) as the server does, and gives back what is kept of it. */
export function newSecret(
  { state, policy, isCommon }: Act,
  typed: { password: string; confirmation: string },
  accounts: readonly [Account, ...Account[]],
  { email, current }: { email: string | null; current: string | null },
): { password: string } | PasswordRefused {
  const owner = ownerOf(state, accounts[0])
  const password = canonicalPassword(typed.password)
  const unmet = judgePasswordText(policy, typed.password, typed.confirmation, {
    names: [owner.firstName, owner.lastName],
    birthDate: owner.birthDate,
    identifiers: accounts.map(({ identifier }) => identifier),
    email,
  })
  if (!unmet.includes('MAX_LENGTH') && isCommon(password)) unmet.push('NOT_COMMON')
  const issued = normalIssuedPassword(typed.password)
  if (unmet.length === 0 && password === current) unmet.push('NOT_CURRENT')
  else if (unmet.length === 0 && accounts.some(({ issuedPassword }) => issuedPassword === issued))
    unmet.push('NOT_ISSUED')
  if (unmet.length === 0) return { password }
  return { __typename: 'PasswordRefused', unmet: passwordRules.filter((rule) => unmet.includes(rule)) }
}
