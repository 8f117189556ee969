import { graphql, type ResultOf } from './graphql.ts'

/** What a chosen password must meet, and the same for password managers (`passwordrules`). */
export const PasswordPolicyQuery = graphql(`
  query PasswordPolicy {
    passwordPolicy {
      minLength
      maxLength
      rules
      passwordrules
    }
  }
`)
export type PasswordPolicy = ResultOf<typeof PasswordPolicyQuery>['passwordPolicy']
export type PasswordRule = PasswordPolicy['rules'][number]
