import { judgeStep } from '../../server/domain/flow.ts'
import type { FlowClosed, InputRefused } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import { count, judge, type Subject } from '../parts/count.ts'
import { endMigrations, supersede } from '../parts/endings.ts'
import { notify } from '../parts/mail.ts'
import { newSecret } from '../parts/new-secret.ts'
import { note } from '../parts/note.ts'
import { replacePassword } from '../parts/replace-password.ts'
import { resettableEmail } from '../parts/reset.ts'
import {
  accountsOf,
  credentialOf,
  findAccount,
  findFlow,
  firstOf,
  found,
  newId,
  sharing,
  verifiedEmail,
} from '../parts/rows.ts'
import { openSession } from '../parts/sessions.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import type { Account, Credential, Flow } from '../state.ts'
import { accountView } from '../views.ts'

type Answer = AnswerOf<'setPassword'>
type Input = InputOf<'setPassword'>

const superseded: FlowClosed = { __typename: 'FlowClosed', reason: 'SUPERSEDED' }
const unknown = (field: string): InputRefused => ({
  __typename: 'InputRefused',
  fields: [{ field, reason: 'UNKNOWN' }],
})

export function setPassword(act: Act, input: Input): Answer {
  const flow = findFlow(act, input.flow)
  const refusal = judgeStep(flow, 'setPassword', act.rules, act.now)
  if (refusal) return refusal
  const open = found(flow)
  const asked: Subject = `PASSWORD_JUDGED ${open.id}`
  const { retryAt } = judge(act, asked, act.rules.passwordsJudged)
  if (retryAt) {
    return { __typename: 'Busy', retryAfterSeconds: Math.ceil((retryAt.getTime() - act.now.getTime()) / 1000) }
  }
  count(act, asked)
  return open.kind === 'RESET' ? reset(act, open, input) : migrate(act, open, input)
}

const typedIn = ({ password, confirmation }: Input) => ({ password: password ?? '', confirmation: confirmation ?? '' })

function reset(act: Act, flow: Flow, input: Input): Answer {
  const account = findAccount(act.state, flow.accountId)
  const credential = credentialOf(act.state, account)
  if (!account || !credential) return superseded
  const shared = sharing(act.state, credential.id)
  const known = { email: credential.email, current: credential.password }
  const secret = newSecret(act, typedIn(input), [account, ...shared.filter((one) => one !== account)], known)
  if ('__typename' in secret) return secret
  if (!flow.email || !resettableEmail(act, account.id, flow.email)) return superseded
  flow.endedAt = act.now
  flow.end = 'COMPLETED'
  replacePassword(act, account, credential, secret.password)
  note(act, 'PASSWORD_RESET', account, shared)
  const accounts = firstOf(account.id, shared).filter((one) => one === account || one.state === 'ACTIVE')
  return { __typename: 'PasswordSet', accounts: accounts.map(accountView), token: null }
}

function migrate(act: Act, flow: Flow, input: Input): Answer {
  const { state, now } = act
  const account = findAccount(state, flow.accountId)
  if (!account) return superseded
  const accounts = chosenAccounts(act, account, input.accounts ?? null)
  if (!accounts) return unknown('accounts')
  const { keepPasswordOf = null } = input
  const kept = keepPasswordOf === null ? null : joined(act, account, flow, keepPasswordOf)
  if (keepPasswordOf !== null && !kept) return unknown('keepPasswordOf')
  const secret = kept ?? newSecret(act, typedIn(input), accounts, { email: flow.email, current: null })
  if ('__typename' in secret) return secret
  const { email, verifiedAt } = flow
  if (account.state !== 'ISSUED' || !email || !verifiedAt) return superseded
  const verified = verifiedEmail(state, account.ownerId)
  if ((verified !== null && verified !== email) || (kept && !isOpen(act, kept))) {
    supersede(flow, now)
    return superseded
  }
  flow.endedAt = now
  flow.end = 'COMPLETED'
  endMigrations(act, account.ownerId, flow)
  const credential = kept ?? open(act, account, email, verifiedAt, secret.password)
  for (const one of accounts) {
    Object.assign(one, { state: 'ACTIVE', credentialId: credential.id, activatedAt: now })
    note(act, 'ACCOUNT_MIGRATED', one)
  }
  notify(act, 'ACCOUNT_OPENED', account, credential)
  return { __typename: 'PasswordSet', accounts: accounts.map(accountView), token: openSession(act, account) }
}

const isOpen = ({ state }: Act, { id }: Credential) => sharing(state, id).some((one) => one.state === 'ACTIVE')

function open({ state, now }: Act, account: Account, email: string, verifiedAt: Date, password: string): Credential {
  const credential: Credential = {
    id: newId(state, 'credential'),
    ownerId: account.ownerId,
    email,
    emailVerifiedAt: verifiedAt,
    password,
    passwordChangedAt: now,
    previousEmail: null,
    emailChangedAt: null,
    emailUndoneAt: null,
    formerEmails: [],
    resetBlockedUntil: null,
    emailRefusedAt: null,
    emailRefusedFor: null,
  }
  state.credentials.push(credential)
  return credential
}

/** The flow's account and the chosen others still ISSUED; null when one chosen is not among them. */
function chosenAccounts(
  { state }: Act,
  account: Account,
  chosen: readonly string[] | null,
): [Account, ...Account[]] | null {
  const issued = accountsOf(state, account.ownerId).filter((one) => one.state === 'ISSUED' && one !== account)
  if (chosen === null) return [account, ...issued]
  const others = new Set(chosen.filter((id) => id !== account.id))
  const kept = issued.filter(({ id }) => others.has(id))
  return others.size === kept.length ? [account, ...kept] : null
}

/** Only a credential whose own address received the code may be joined. */
function joined({ state }: Act, account: Account, flow: Flow, accountId: string): Credential | null {
  const other = accountsOf(state, account.ownerId).find((one) => one.id === accountId && one.state === 'ACTIVE')
  const credential = credentialOf(state, other ?? null)
  return credential?.email === flow.email ? credential : null
}
