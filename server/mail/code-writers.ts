import type { Deps } from '../deps.ts'
import { printedUntil } from '../domain/code-life.ts'
import { deriveCode } from '../keys.ts'
import type { LoadedAccount, LoadedMessage } from './loaded-message.ts'
import type { Rendered } from './messages/agency-words.ts'
import type { CodeFacts } from './messages/code-letter.ts'
import { renderEmailChangeCode } from './messages/email-change-code.ts'
import { renderMigrationCode } from './messages/migration-code.ts'
import { renderResetCode } from './messages/reset-code.ts'

/** Turns a loaded message into its words, at the instant of an attempt. */
export type Writer = (
  message: LoadedMessage,
  account: LoadedAccount,
  deps: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
) => Promise<Rendered>

/** The mails that carry a code. */
export const codeWriters = {
  async MIGRATION_CODE(message, account, deps, attemptedAt) {
    const code = codeOf(message)
    return renderMigrationCode({
      ...factsOf(code, account, deps, attemptedAt),
      addressVerified: code.flow.emailFixed,
    })
  },
  async RESET_CODE(message, account, deps, attemptedAt) {
    const { identifier } = account
    return renderResetCode({ ...factsOf(codeOf(message), account, deps, attemptedAt), identifier })
  },
  async EMAIL_CHANGE_CODE(message, account, deps, attemptedAt) {
    return renderEmailChangeCode(factsOf(codeOf(message), account, deps, attemptedAt))
  },
} satisfies Record<string, Writer>

function codeOf({ code }: LoadedMessage): NonNullable<LoadedMessage['code']> {
  if (!code) throw new Error('a code mail without its code')
  return code
}

function factsOf(
  { flow, ...code }: NonNullable<LoadedMessage['code']>,
  { owner }: LoadedAccount,
  { keys, settings }: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
): CodeFacts {
  return {
    agency: owner.agency,
    code: deriveCode(keys, code),
    lifespanMinutes: settings.rules.codeLifespanMinutes[flow.kind],
    issuedAt: code.issuedAt,
    // A migration's or e-mail change's counts from this attempt, a reset's from its request.
    until: printedUntil(flow.kind, { ...code, attemptedAt }, settings.rules),
  }
}
