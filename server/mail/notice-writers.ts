import type { Writer } from './code-writers.ts'
import { cancelLinkOf, freezeLinkOf, siteOf } from './links.ts'
import type { LoadedAccount } from './loaded-message.ts'
import { renderAccountFrozen } from './messages/account-frozen.ts'
import { renderAccountOpened } from './messages/account-opened.ts'
import { renderEmailChanged } from './messages/email-changed.ts'
import type { AccountFacts } from './messages/owner-words.ts'
import { renderPasswordChanged } from './messages/password-changed.ts'
import { renderResetGuarded } from './messages/reset-guarded.ts'
import { renderStaffAction } from './messages/staff-action.ts'

/** The mails that tell of what was done. Each instant they print is that of the deed, however late they leave. */
export const noticeWriters = {
  async ACCOUNT_OPENED(message, account, deps) {
    const { agency, ...owner } = account.owner
    const site = siteOf(agency, deps.settings)
    return renderAccountOpened({
      ...owner,
      agency,
      openedAt: account.activatedAt ?? message.createdAt,
      site,
      identifier: account.identifier,
      accounts: sharing(account),
      freezeLink: freezeLinkOf(message, site, deps),
    })
  },
  async PASSWORD_CHANGED(message, account, deps) {
    const { agency, ...owner } = account.owner
    return renderPasswordChanged({
      ...owner,
      agency,
      changedAt: message.createdAt,
      accounts: sharing(account),
      freezeLink: freezeLinkOf(message, siteOf(agency, deps.settings), deps),
    })
  },
  async EMAIL_CHANGED(message, account, deps) {
    const { agency, ...owner } = account.owner
    return renderEmailChanged({
      ...owner,
      agency,
      changedAt: message.createdAt,
      newEmail: message.about,
      resetBlockedHours: deps.settings.rules.resetBlockedHours,
      accounts: sharing(account),
      freezeLink: freezeLinkOf(message, siteOf(agency, deps.settings), deps),
    })
  },
  async ACCOUNT_FROZEN(message, account) {
    const { agency } = account.owner
    // One of the credential that the owner did not freeze with the others (closed before, or split off) is no news.
    const accounts = sharing(account).filter(({ id, state }) => id === account.id || state === 'FROZEN')
    return renderAccountFrozen({ agency, frozenAt: message.createdAt, accounts })
  },
  async RESET_GUARDED(message, account, { settings }) {
    const { agency, ...owner } = account.owner
    const at = message.createdAt
    const until = new Date(at.getTime() + settings.rules.resetGuardDays * 86_400_000)
    return renderResetGuarded({ ...owner, agency, at, until, account })
  },
  async STAFF_ACTION(message, account, deps) {
    const { agency, ...owner } = account.owner
    const { staffAction: action, concerned } = message
    if (!action) throw new Error('a notice of the service’s without its action')
    return renderStaffAction({
      ...owner,
      agency,
      kind: action.kind,
      requestedAt: action.requestedAt,
      effectiveAt: action.doneAt ?? action.effectiveAt,
      cancelledAt: action.cancelledAt,
      accounts: concerned.length > 0 ? concerned : [account],
      cancelLink: cancelLinkOf(action, siteOf(agency, deps.settings), deps),
    })
  },
} satisfies Record<string, Writer>

/** The account, then the others that share its password. */
function sharing(account: LoadedAccount): (AccountFacts & { id: string; state: string })[] {
  const others = account.credential?.accounts.filter(({ id, state }) => id !== account.id && state !== 'CLOSED')
  return [account, ...(others ?? [])]
}
