import { isPersonal, type PersonalFacts } from './familiar-words.ts'

/** What a password must meet. One object feeds judge, checklist, `passwordrules`, schema description and mocks. */
export interface PasswordPolicy {
  /** In code points. */
  minLength: number
  maxLength: number
}

export const defaultPasswordPolicy: PasswordPolicy = { minLength: 8, maxLength: 128 }

export const passwordRules = [
  'MIN_LENGTH',
  'MAX_LENGTH',
  'UPPERCASE',
  'LOWERCASE',
  'DIGIT',
  'NOT_COMMON',
  'NOT_PERSONAL',
  'NOT_ISSUED',
  'NOT_CURRENT',
  'MATCHES_CONFIRMATION',
] as const
export type PasswordRule = (typeof passwordRules)[number]

/** The form in which a chosen password is hashed and compared: NFKC, so that « é » is one password on every keyboard. */
export function canonicalPassword(typed: string): string {
  return typed.normalize('NFKC')
}

/** The rules that the text alone decides, in the order they are shown. Empty: all met. */
export function judgePasswordText(
  policy: PasswordPolicy,
  password: string,
  confirmation: string,
  personal: PersonalFacts,
): PasswordRule[] {
  const text = canonicalPassword(password)
  const length = [...text].length
  const unmet: PasswordRule[] = []
  if (length < policy.minLength) unmet.push('MIN_LENGTH')
  if (length > policy.maxLength) unmet.push('MAX_LENGTH')
  if (!/\p{Lu}/u.test(text)) unmet.push('UPPERCASE')
  if (!/\p{Ll}/u.test(text)) unmet.push('LOWERCASE')
  if (!/\p{Nd}/u.test(text)) unmet.push('DIGIT')
  if (isPersonal(text, personal)) unmet.push('NOT_PERSONAL')
  if (text !== canonicalPassword(confirmation)) unmet.push('MATCHES_CONFIRMATION')
  return unmet
}

/** The value of the HTML attribute `passwordrules`, by which password managers make one that passes. */
export function passwordRulesAttribute(policy: PasswordPolicy): string {
  return `minlength: ${policy.minLength}; maxlength: ${policy.maxLength}; required: lower; required: upper; required: digit; allowed: [-!#$%&*+/=?^_.{|}];`
}
