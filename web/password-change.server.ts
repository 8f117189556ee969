import type { PasswordPolicy, PasswordRule } from '../client/password-policy.ts'
import { typed } from './forms/typed.ts'
import { type Facts, type Fault, faultsOf, notNoted } from './words/refusals.fr.ts'

/** What the forms that change or split a password send. */
export interface TypedPasswords {
  currentPassword: string
  password: string
  confirmation: string
  /** The box is ticked. */
  noted: boolean
}

export function readPasswords(form: FormData): TypedPasswords {
  return {
    currentPassword: typed(form, 'actuel'),
    password: typed(form, 'nouveau'),
    confirmation: typed(form, 'confirmation'),
    noted: form.has('note'),
  }
}

/**
 * What a page sees wrong by itself, all of it at once; empty: the API is to be asked. The box is the page's own rule,
 * and a try at the current password is not spent on a form that could not be accepted anyway.
 */
export function faultsBeforeAsking(
  { currentPassword, password, confirmation, noted }: TypedPasswords,
  facts: Facts & { policy: PasswordPolicy },
): Fault[] {
  const faults: Fault[] = []
  if (currentPassword === '') {
    const fields = [{ field: 'currentPassword', reason: 'REQUIRED' as const }]
    faults.push(...faultsOf({ __typename: 'InputRefused', fields }, facts))
  }
  const unmet: PasswordRule[] = []
  if (password === '') unmet.push('MIN_LENGTH')
  else if (password !== confirmation) unmet.push('MATCHES_CONFIRMATION')
  if (unmet.length > 0)
    faults.push(...faultsOf({ __typename: 'PasswordRefused', unmet }, { ...facts, typed: password }))
  return noted ? faults : [...faults, notNoted]
}
