import { type ActivityKind, activityKinds, recentActivities } from '../server/domain/activity.ts'
import { isSetOpen, openCodes } from '../server/domain/code-life.ts'
import { resendFrom } from '../server/domain/decide-send.ts'
import { maskEmail } from '../server/domain/email-address.ts'
import { currentStep } from '../server/domain/flow.ts'
import { type CarriedCode, deliveryOf, toldUntil } from '../server/domain/told-delivery.ts'
import type { Act } from './act.ts'
import { accountsOf, credentialOf, findAccount, firstOf, found, ownerOf, sharing } from './parts/rows.ts'
import { isLive } from './parts/sessions.ts'
import type { Shape } from './shapes.ts'
import type { Account, Flow, Session } from './state.ts'

// What the contract shows of the mock's rows: the same fields from the same rules as the server's graphql/.

export const accountView = ({ id, identifier, residence, state }: Account): Shape<'Account'> => ({
  id,
  identifier,
  residence,
  state,
})

export function agencyView({ state, now }: Act, key: string): Shape<'Agency'> {
  const { hostNames, ...agency } = found(state.agencies.find((one) => one.key === key))
  const serving = state.keys.filter(
    ({ kind, agencyIds, revokedAt, expiresAt }) =>
      kind !== 'TEST' && agencyIds.includes(key) && !revokedAt && !(expiresAt && expiresAt <= now),
  )
  const portals = [...new Set(serving.map(({ partner }) => partner))].toSorted()
  // A made-up cabinet has nothing to say in a legal notice: the page tells what is missing.
  return { ...agency, portals, registration: null, publicationDirector: null, hostCompany: null }
}

const activityLines = 10

/** What became of the newest code's mail, as its owner may be told. */
export function deliveryView({ state, now }: Act, flow: Flow): Shape<'Delivery'> | null {
  const codes = flow.codes.map(({ generation, email, messageId }): CarriedCode => {
    const message = state.messages.find(({ id }) => id === messageId)
    return { generation, email, message: message ? { ...message, leasedUntil: null } : null }
  })
  return deliveryOf(flow, codes, now)
}

/** A journey as its handle sees it. */
export function flowView(act: Act, flow: Flow): Shape<'Flow'> & { __typename: 'Flow' } {
  const { state, rules, now } = act
  const account = flow.kind === 'RESET' ? null : findAccount(state, flow.accountId)
  const owner = account && ownerOf(state, account)
  const [newest, earlier] = openCodes(flow, flow.codes)
  const earlierUntil = earlier ? toldUntil(flow, earlier, rules) : null
  return {
    __typename: 'Flow',
    kind: flow.kind,
    step: currentStep(flow, rules, now),
    owner: owner && { title: owner.title, firstName: owner.firstName, lastName: owner.lastName },
    account: account && accountView(account),
    agency: owner && agencyView(act, owner.agencyKey),
    email: flow.email && !flow.emailTyped ? maskEmail(flow.email) : flow.email,
    emailFixed: flow.emailFixed,
    codeOpen: isSetOpen(flow) && newest !== undefined,
    codeValidUntil: newest ? toldUntil(flow, newest, rules) : null,
    earlierCodeValidUntil: earlierUntil && earlierUntil >= now ? earlierUntil : null,
    codeLifespanMinutes: rules.codeLifespanMinutes[flow.kind],
    codeSentAt: newest?.issuedAt ?? null,
    resendAt: resendFrom(flow, flow.codes, rules),
    delivery: deliveryView(act, flow),
    triesLeft: isSetOpen(flow) ? flow.triesAllowed - flow.triesSpent : null,
    accounts: provedAccounts(act, flow).map(accountView),
    joinable: joinable(act, flow).map(accountView),
    expiresAt: flow.expiresAt,
  }
}

/** Once the code is typed: whose password it will be. */
function provedAccounts({ state, rules, now }: Act, flow: Flow): Account[] {
  const account = findAccount(state, flow.accountId)
  if (!account || currentStep(flow, rules, now) !== 'SET_PASSWORD') return []
  const accounts =
    flow.kind === 'RESET'
      ? sharing(state, account.credentialId).filter((one) => one.state === 'ACTIVE')
      : accountsOf(state, account.ownerId).filter((one) => one.state === 'ISSUED')
  return firstOf(account.id, accounts)
}

function joinable({ state, rules, now }: Act, flow: Flow): Account[] {
  const account = flow.kind === 'MIGRATION' ? findAccount(state, flow.accountId) : null
  if (!account || currentStep(flow, rules, now) !== 'SET_PASSWORD') return []
  return accountsOf(state, account.ownerId).filter(
    (one) => one.state === 'ACTIVE' && credentialOf(state, one)?.email === flow.email,
  )
}

/** The signed-in owner. */
export function meView(act: Act): Shape<'Me'> | null {
  const { state, rules, now, session } = act
  const account = session && findAccount(state, session.accountId)
  const credential = credentialOf(state, account)
  if (!session || !account || !credential) return null
  const { emailRefusedAt, emailRefusedFor } = credential
  const owner = ownerOf(state, account)
  const shared = sharing(state, credential.id)
  const ids = new Set(shared.filter((one) => one.state === 'ACTIVE').map(({ id }) => id))
  const change = state.flows
    .filter(({ kind, accountId, endedAt }) => kind === 'EMAIL_CHANGE' && accountId && ids.has(accountId) && !endedAt)
    .findLast(({ expiresAt }) => expiresAt >= now)
  const signIns = state.events.filter(
    ({ kind, at, accountId }) =>
      accountId === account.id && at <= session.createdAt && (kind === 'SIGNED_IN' || kind === 'ACCOUNT_MIGRATED'),
  )
  const sharers = new Set(shared.map(({ id }) => id))
  const acts = state.events
    .flatMap(({ kind, at, accountId, partnerId }) =>
      sharers.has(accountId) && isShown(kind) ? [{ kind, at, accountId, partner: partnerName(act, partnerId) }] : [],
    )
    .toReversed()
  const sessions = state.sessions.filter((one) => ids.has(one.accountId) && isLive(one, rules, now))
  return {
    account: accountView(account),
    owner: { title: owner.title, firstName: owner.firstName, lastName: owner.lastName },
    agency: agencyView(act, owner.agencyKey),
    accounts: firstOf(
      account.id,
      accountsOf(state, owner.id).filter((one) => one.state !== 'CLOSED'),
    ).map(accountView),
    sharingAccounts: firstOf(
      account.id,
      shared.filter((one) => one.state === 'ACTIVE'),
    ).map(accountView),
    activities: recentActivities(acts, activityLines).map(({ kind, at, times, partner, accountId }) => ({
      kind,
      at,
      times,
      partner,
      account: accountView(found(findAccount(state, accountId))),
    })),
    email: credential.email,
    emailRefused: emailRefusedAt && emailRefusedFor ? { at: emailRefusedAt, reason: emailRefusedFor } : null,
    passwordChangedAt: credential.passwordChangedAt,
    resetBlockedUntil:
      credential.resetBlockedUntil && credential.resetBlockedUntil > now ? credential.resetBlockedUntil : null,
    pendingEmailChange: change?.email
      ? { email: maskEmail(change.email), startedAt: change.createdAt, expiresAt: change.expiresAt }
      : null,
    previousSignInAt: signIns.at(-2)?.at ?? null,
    sessions: sessions
      .toSorted((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime())
      .map((one) => sessionView(act, one, one.id === session.id)),
  }
}

const sessionView = (act: Act, session: Session, current: boolean): Shape<'Session'> => {
  const { id, device, browser, network, partnerId, createdAt, lastUsedAt } = session
  return { id, current, device, browser, network, partner: partnerName(act, partnerId), createdAt, lastUsedAt }
}

const partnerName = ({ state }: Act, id: string | null): string | null =>
  state.keys.find(({ partnerId }) => partnerId === id)?.partner ?? null

const isShown = (kind: string): kind is ActivityKind => activityKinds.some((shown) => shown === kind)
