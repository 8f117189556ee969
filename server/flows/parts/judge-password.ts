import type { Deps } from '../../deps.ts'
import { judgePasswordText, type PasswordRule } from '../../domain/password.ts'
import type { Account, Owner } from '../../generated/prisma/client.ts'
import type { Admission } from '../../hasher.ts'

/**
 * Every rule that a new password of these accounts does not meet; empty: it may be set. The costly rule (not one of
 * the issued passwords: one hash each) is asked only once all others are met.
 */
export async function judgeNewPassword(
  deps: Deps,
  place: Admission,
  typed: { password: string; confirmation: string },
  whose: { owner: Owner; accounts: readonly Account[]; email: string | null },
): Promise<PasswordRule[]> {
  const { owner } = whose
  const unmet = judgePasswordText(deps.settings.passwordPolicy, typed.password, typed.confirmation, {
    names: [owner.firstName, owner.lastName],
    birthDate: owner.birthDate?.toISOString().slice(0, 10) ?? null,
    identifiers: whose.accounts.map((account) => account.identifier),
    email: whose.email,
  })
  if (!unmet.includes('MAX_LENGTH') && deps.blocklist.isCommon(typed.password)) unmet.push('NOT_COMMON')
  if (unmet.length > 0) return unmet
  for (const { issuedHash: hash, issuedScheme: scheme } of whose.accounts) {
    if (hash && scheme && (await place.verify({ hash, scheme }, typed.password))) return ['NOT_ISSUED']
  }
  return []
}
