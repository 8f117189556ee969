import type { Writer } from './code-writers.ts'
import { cancelLinkOf, freezeLinkOf, siteOf } from './links.ts'
import type { LoadedAccount, LoadedMessage } from './loaded-message.ts'
import { renderAccountFrozen } from './messages/account-frozen.ts'
import { renderAccountOpened } from './messages/account-opened.ts'
import { renderEmailChanged } from './messages/email-changed.ts'
import { renderFreezeNotice } from './messages/freeze-notice.ts'
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
      accounts: named(message, account),
      freezeLink: freezeLinkOf(message, site, deps),
    })
  },
  async PASSWORD_CHANGED(message, account, deps) {
    const { agency, ...owner } = account.owner
    return renderPasswordChanged({
      ...owner,
      agency,
      changedAt: message.createdAt,
      accounts: named(message, account),
      othersKeep: message.concerned.length > 0 && message.othersOpen,
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
      accounts: named(message, account),
      freezeLink: freezeLinkOf(message, siteOf(agency, deps.settings), deps),
    })
  },
  async ACCOUNT_FROZEN(message, account) {
    const { agency } = account.owner
    // One of the credential that the owner did not freeze with the others (closed before, or split off) is no news.
    const accounts = named(message, account).filter(({ id, state }) => id === account.id || state === 'FROZEN')
    return renderAccountFrozen({ agency, frozenAt: message.createdAt, accounts })
  },
  async FREEZE_NOTICE(message, account) {
    const { agency, ...owner } = account.owner
    const accounts = named(message, account)
    return renderFreezeNotice({ ...owner, agency, frozenAt: message.createdAt, accounts, restored: message.about })
  },
  async RESET_GUARDED(message, account, { settings }) {
    const { agency, ...owner } = account.owner
    const at = message.createdAt
    const until = new Date(at.getTime() + settings.rules.resetGuardDays * 86_400_000)
    return renderResetGuarded({ ...owner, agency, at, until, account })
  },
  async STAFF_ACTION(message, account, deps) {
    const { agency, ...owner } = account.owner
    const { staffAction: action } = message
    if (!action) throw new Error('a notice of the service’s without its action')
    const accounts = message.concerned.length > 0 ? message.concerned : [account]
    // A frozen account's mailbox may be what was wrong with it: there nothing is cancelled by one press, only by phone.
    const frozen = accounts.some(({ state }) => state === 'FROZEN')
    return renderStaffAction({
      ...owner,
      agency,
      kind: action.kind,
      requestedAt: action.requestedAt,
      effectiveAt: action.doneAt ?? action.effectiveAt,
      cancelledAt: action.cancelledAt,
      waits: !action.doneAt && !action.cancelledAt,
      wasOpen: action.effectiveAt > action.requestedAt,
      resetBlockedUntil: account.credential?.resetBlockedUntil ?? null,
      accounts,
      cancelLink: frozen ? null : cancelLinkOf(action, siteOf(agency, deps.settings), deps),
    })
  },
} satisfies Record<string, Writer>

/** The account, then the others that the notice is about: what its button blocks, or what was frozen. */
function named(
  { concerned }: Pick<LoadedMessage, 'concerned'>,
  account: LoadedAccount,
): (AccountFacts & { id: string; state: string })[] {
  const sharing = account.credential?.accounts.filter(({ state }) => state !== 'CLOSED') ?? []
  const about = concerned.length > 0 ? concerned : [account, ...sharing]
  const own = about.filter(({ id }) => id === account.id).slice(0, 1)
  return [...own, ...about.filter(({ id }) => id !== account.id)]
}
