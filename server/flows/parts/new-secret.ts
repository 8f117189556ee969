import type { Deps } from '../../deps.ts'
import { canonicalPassword, judgePasswordText, type PasswordRule, passwordRules } from '../../domain/password.ts'
import type { PasswordRefused } from '../../domain/refusals.ts'
import type { Account, Owner } from '../../generated/prisma/client.ts'
import type { Admission } from '../../hasher.ts'

/** Whose password it will be: what it may not be made of, and which secrets it may not repeat. */
export interface PasswordSubject {
  owner: Owner
  /** The accounts it is for: their identifiers are familiar words, their issued passwords are spent. */
  accounts: readonly Account[]
  email: string | null
  /** The hash of the current password; null when there is none. */
  currentHash: string | null
  /** Those of passwords that a thaw killed: a thief may know them. */
  deadHashes: readonly string[]
}

/** Judges a new password and hashes it. Refuses with PasswordRefused. */
export async function newSecret(
  deps: Deps,
  place: Admission,
  typed: { password: string; confirmation: string },
  subject: PasswordSubject,
): Promise<{ passwordHash: string } | PasswordRefused> {
  const unmet = await judge(deps, place, typed, subject)
  if (unmet.length > 0) return { __typename: 'PasswordRefused', unmet }
  return { passwordHash: await place.hash(typed.password) }
}

const isKnown = async ({ blocklist }: Deps, password: string) =>
  blocklist.isCommon(password) || (await blocklist.isBreached(password))

/**
 * The rules it does not meet. The costly ones (not the current one, not an issued one: a hash each) are asked only
 * once all others are met.
 */
async function judge(
  deps: Deps,
  place: Admission,
  typed: { password: string; confirmation: string },
  { owner, accounts, email, currentHash, deadHashes }: PasswordSubject,
): Promise<PasswordRule[]> {
  const unmet = judgePasswordText(deps.settings.passwordPolicy, typed.password, typed.confirmation, {
    names: [owner.firstName, owner.lastName],
    birthDate: owner.birthDate?.toISOString().slice(0, 10) ?? null,
    identifiers: accounts.map(({ identifier }) => identifier),
    email,
  })
  if (!unmet.includes('MAX_LENGTH') && (await isKnown(deps, canonicalPassword(typed.password)))) {
    unmet.push('NOT_COMMON')
  }
  if (unmet.length > 0) return passwordRules.filter((rule) => unmet.includes(rule))
  for (const hash of [...(currentHash ? [currentHash] : []), ...deadHashes]) {
    if (await place.verify({ hash, scheme: 'CHOSEN' }, typed.password)) return ['NOT_CURRENT']
  }
  for (const { issuedHash: hash, issuedScheme: scheme } of accounts) {
    if (hash && scheme && (await place.verify({ hash, scheme }, typed.password))) return ['NOT_ISSUED']
  }
  return []
}
