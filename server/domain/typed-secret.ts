import type { InputFault, SignInRefused } from './refusals.ts'

/** From the third miss on the owner is told how many tries are left (interface-fr C1). */
const tellFromMiss = 3
const greatestPasswordLength = 1000

/** What is wrong with the form of a typed identifier and its secret; empty: nothing. `key`: the identifier as compared. */
export function judgeTypedSecret(
  typed: { identifier: string; password: string; passwordField: string },
  key: string | null,
): InputFault[] {
  const faults: InputFault[] = []
  if (typed.identifier.trim() === '') faults.push({ field: 'identifier', reason: 'REQUIRED' })
  else if (!key) faults.push({ field: 'identifier', reason: 'MALFORMED' })
  if (typed.password === '') faults.push({ field: typed.passwordField, reason: 'REQUIRED' })
  else if (typed.password.length > greatestPasswordLength)
    faults.push({ field: typed.passwordField, reason: 'TOO_LONG' })
  return faults
}

/** The refusal of a wrong secret. `misses` and `left` count on the typed identifier: the same for known and unknown. */
export function wrongSecret(misses: number, left: number): SignInRefused {
  const triesLeft = misses >= tellFromMiss ? Math.max(0, left) : null
  return { __typename: 'SignInRefused', reason: 'WRONG', triesLeft, expiredAt: null }
}
