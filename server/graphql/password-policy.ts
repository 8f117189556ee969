import {
  defaultPasswordPolicy,
  type PasswordPolicy as Policy,
  passwordRules,
  passwordRulesAttribute,
} from '../domain/password.ts'
import { builder } from './builder.ts'

export const PasswordRule = builder.enumType('PasswordRule', {
  description: 'One rule of the password policy.',
  values: {
    MIN_LENGTH: { description: 'Long enough (`passwordPolicy { minLength }`, in characters as a person counts them).' },
    MAX_LENGTH: { description: 'Not longer than `passwordPolicy { maxLength }`.' },
    UPPERCASE: { description: 'At least one upper-case letter.' },
    LOWERCASE: { description: 'At least one lower-case letter.' },
    DIGIT: { description: 'At least one digit.' },
    NOT_COMMON: { description: 'Not among the known-common passwords, nor as easy to guess.' },
    NOT_PERSONAL: { description: "Does not hold the owner's name, birth date, identifier or e-mail." },
    NOT_ISSUED: { description: 'Not an issued password of the accounts it is for.' },
    NOT_CURRENT: { description: 'Not the current password.' },
    MATCHES_CONFIRMATION: { description: 'Typed the same twice.' },
  } satisfies Record<(typeof passwordRules)[number], object>,
})

const PasswordPolicy = builder.objectRef<Policy>('PasswordPolicy').implement({
  description: `What a new password must meet. By default ${defaultPasswordPolicy.minLength} to ${defaultPasswordPolicy.maxLength} characters, every character welcome.`,
  fields: (t) => ({
    minLength: t.exposeInt('minLength', { description: 'The least number of characters (code points).' }),
    maxLength: t.exposeInt('maxLength', { description: 'The greatest number of characters (code points).' }),
    rules: t.field({
      type: [PasswordRule],
      description: 'Every rule, in the order shown.',
      resolve: () => passwordRules,
    }),
    passwordrules: t.string({
      description: 'The value of the HTML attribute `passwordrules`, for password managers.',
      resolve: passwordRulesAttribute,
    }),
  }),
})

builder.queryField('passwordPolicy', (t) =>
  t.field({
    type: PasswordPolicy,
    description: 'The rules for new passwords. Anyone may ask.',
    resolve: (_root, _args, { deps }) => deps.settings.passwordPolicy,
  }),
)
