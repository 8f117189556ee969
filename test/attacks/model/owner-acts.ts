import { expect } from 'vitest'
import { cancelFlow } from '../../../server/flows/cancel-flow.ts'
import { chooseEmail } from '../../../server/flows/choose-email.ts'
import { requestReset } from '../../../server/flows/request-reset.ts'
import { resendCode } from '../../../server/flows/resend-code.ts'
import { signIn } from '../../../server/flows/sign-in.ts'
import { startMigration } from '../../../server/flows/start-migration.ts'
import { verifyEmailCode } from '../../../server/flows/verify-email-code.ts'
import {
  day,
  endFlows,
  hour,
  isOver,
  type ModelAccount,
  type ModelFlow,
  minute,
  sharing,
  triesLeft,
  verifiedLast,
} from './facts.ts'
import { codesOf, deed, flowOf, handleOf, law, refusalOf, type Step, secretsOf, wrongOf } from './step.ts'

export async function signsIn(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  const password = account && s.pick.of(secretsOf(s, account))
  if (!account || !password) return
  const flow = s.pick.yes(2) ? (handleOf(s) ?? null) : null
  const answer = await signIn(s.t.w.deps, { identifier: account.identifier, password, flow }, s.actor.caller)
  const own = account.credential?.password === password
  if (answer.__typename === 'SignedIn') {
    law('a session opens with the account’s own present password only', account.state === 'ACTIVE' && own)
    opened(s, account, answer.token)
  } else if (answer.__typename === 'MigrationStarted') begun(s, account, password, flow, answer.handle)
  else if (answer.__typename === 'SignInRefused' && answer.reason !== 'WRONG') {
    law(
      'only the right secret hears more than « wrong »',
      account.state === 'ISSUED' ? account.issued === password : own,
    )
  }
}

export async function startsMigration(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  const issuedPassword = account && s.pick.of(secretsOf(s, account))
  if (!account || !issuedPassword) return
  const flow = s.pick.yes(2) ? (handleOf(s) ?? null) : null
  const typed = { identifier: account.identifier, issuedPassword, flow }
  const answer = await startMigration(s.t.w.deps, typed, s.actor.caller)
  if (answer.__typename === 'MigrationStarted') begun(s, account, issuedPassword, flow, answer.handle)
}

export function opened(s: Step, account: ModelAccount, token: string): void {
  s.m.sessions.push({ token, account, createdAt: s.now, lastUsedAt: s.now, ended: false })
  s.actor.tokens.push(token)
  deed(s, 'session')
}

function begun(s: Step, account: ModelAccount, secret: string, held: string | null, handle: string): void {
  law('a migration begins with the newest letter only', account.state === 'ISSUED' && account.issued === secret)
  law('and not once that letter has expired', account.issuedUntil === null || s.now < account.issuedUntil)
  const verified = verifiedLast(account.owner)
  const frozen = sharing(s.m, verified ?? null).some(({ state }) => state === 'FROZEN')
  law('no letter is walked while the service froze its address', !(frozen && verified?.frozenByService))
  if (!s.actor.handles.includes(handle)) s.actor.handles.push(handle)
  if (handle === held) {
    const flow = flowOf(s, held)
    law('only a live handle of this account is resumed', flow?.account === account && !isOver(flow, s.now))
    return
  }
  const earlier = s.m.flows.filter((flow) => flow.kind === 'MIGRATION' && flow.account === account)
  for (const flow of earlier) flow.end ??= 'SUPERSEDED'
  const typed = earlier.findLast(({ email }) => email !== null)?.email ?? null
  s.m.flows.push({
    ...newFlow('MIGRATION', account, handle, s.now + day),
    ...{ step: 'CHOOSE_EMAIL', email: verified?.email ?? typed, fixed: verified !== undefined },
  })
  deed(s, 'migration begun')
}

export function newFlow(kind: ModelFlow['kind'], account: ModelAccount, handle: string, expiresAt: number): ModelFlow {
  return {
    ...{ kind, account, handle, expiresAt, opens: true, step: 'ENTER_CODE', email: null, fixed: false },
    ...{ codes: [], set: 0, allowed: 0, spent: 0, lateSent: false, verifiedAt: null, end: null },
  }
}

export async function choosesEmail(s: Step, handle = handleOf(s)): Promise<void> {
  if (!handle) return
  const flow = flowOf(s, handle)
  const email = flow?.fixed && !s.pick.yes(3) ? null : (s.pick.of([null, ...s.actor.reads.toReversed()]) ?? null)
  const answer = await chooseEmail(s.t.w.deps, { flow: handle, email, confirmed: true }, s.actor.caller)
  const refused = refusalOf(flow, flow?.kind === 'MIGRATION' ? ['CHOOSE_EMAIL', 'ENTER_CODE'] : [], s.now)
  if (refused || !flow) return expect(answer).toMatchObject(refused ?? {})
  if (answer.__typename !== 'CodeSent') return
  const chosen = email ?? flow.email
  law('a verified owner’s code goes to the verified address only', !flow.fixed || chosen === flow.email)
  s.sends = { flow, email: chosen ?? '', repeatable: true }
}

export async function resends(s: Step): Promise<void> {
  const handle = handleOf(s)
  if (!handle) return
  const flow = flowOf(s, handle)
  const answer = await resendCode(s.t.w.deps, { flow: handle }, s.actor.caller)
  const refused = refusalOf(flow, ['ENTER_CODE'], s.now)
  if (refused || !flow) return expect(answer).toMatchObject(refused ?? {})
  if (answer.__typename === 'CodeSent') s.sends = { flow, email: flow.email ?? '', repeatable: false }
}

export async function typesCode(s: Step, handle = handleOf(s)): Promise<void> {
  if (!handle) return
  const flow = flowOf(s, handle)
  const code = s.pick.of(['12345678', ...codesOf(s).slice(-5)]) ?? '12345678'
  const answer = await verifyEmailCode(s.t.w.deps, { flow: handle, code }, s.actor.caller)
  const refused = refusalOf(flow, ['ENTER_CODE'], s.now)
  if (refused || !flow) return expect(answer).toMatchObject(refused ?? {})
  const { account } = flow
  const wrong = wrongOf(s, flow)
  const open = flow.set > 0 && flow.spent < flow.allowed
  const matching = flow.opens && open ? flow.codes.filter((one) => one.digits === code && one.set === flow.set) : []
  // Each mail was taken at once: a code lives from its issue.
  const life = (flow.kind === 'RESET' ? 10 : 30) * minute
  const live = matching.find((one) => !one.used && s.now <= one.issuedAt + life)
  const silent = flow.kind === 'EMAIL_CHANGE' ? [] : account.wrong
  const left = Math.min(triesLeft(wrong, s.now), triesLeft(silent, s.now))
  switch (answer.__typename) {
    case 'CodeVerified':
    case 'EmailChanged':
      law('a code opens its own flow, in time, once, for the address it was mailed to', live?.email === flow.email)
      law('no right code is taken once the tries of set, day or year are spent', open && left > 0)
      law(
        'only a change of e-mail ends with its code',
        (answer.__typename === 'EmailChanged') === (flow.kind === 'EMAIL_CHANGE'),
      )
      return right(s, flow, live)
    case 'TooManyTries':
      return law('a budget is told as spent when it is', triesLeft(wrong, s.now) === 0)
    case 'CodeRefused':
      if (answer.reason === 'EXPIRED') return late(s, flow, matching.length > 0, answer.sentAgainAt)
      if (flow.kind !== 'RESET') law('a right code is never called wrong', !live || !open || left === 0)
      if (!open || triesLeft(wrong, s.now) === 0) return
      wrong.push(s.now)
      if (flow.kind !== 'MIGRATION' && flow.opens) account.wrong.push(s.now)
      flow.spent += 1
      return deed(s, 'wrong code')
    default:
      law('no other answer to a code', answer.__typename === 'Busy' || answer.__typename === 'FlowClosed')
  }
}

function late(s: Step, flow: ModelFlow, matched: boolean, sentAgainAt: Date | null): void {
  law('« too late » is said of a right code only', matched)
  law(
    'a right but late code is answered with a new one once, and never in a reset',
    !sentAgainAt || (!flow.lateSent && flow.kind !== 'RESET'),
  )
  if (!sentAgainAt) return
  flow.lateSent = true
  s.sends = { flow, email: flow.email ?? '', repeatable: false }
}

function right(s: Step, flow: ModelFlow, code: ModelFlow['codes'][number] | undefined): void {
  if (code) code.used = true
  flow.spent = flow.allowed
  deed(s, `${flow.kind} code`)
  if (flow.kind !== 'EMAIL_CHANGE') {
    Object.assign(flow, { step: 'SET_PASSWORD', verifiedAt: s.now })
    return
  }
  const { credential, owner } = flow.account
  law('an e-mail changes on an open account only', flow.account.state === 'ACTIVE' && credential !== null)
  if (!credential || !flow.email) return
  flow.end = 'COMPLETED'
  endFlows(s.m, { accounts: sharing(s.m, credential), kinds: ['RESET', 'EMAIL_CHANGE'], except: flow }, s.now)
  for (const other of s.m.flows) {
    if (other.kind === 'MIGRATION' && other.account.owner === owner) other.end ??= 'SUPERSEDED'
  }
  s.told.push(credential.email)
  owner.left.push({ email: credential.email, until: s.now })
  Object.assign(credential, { email: flow.email, verifiedAt: s.now, resetBlockedUntil: s.now + day })
}

export async function cancels(s: Step): Promise<void> {
  const handle = handleOf(s)
  if (!handle) return
  const flow = flowOf(s, handle)
  const answer = await cancelFlow(s.t.w.deps, { flow: handle }, s.actor.caller)
  const refused = refusalOf(flow, ['CHOOSE_EMAIL', 'ENTER_CODE', 'SET_PASSWORD'], s.now)
  if (refused || !flow) return expect(answer).toMatchObject(refused ?? {})
  expect(answer).toMatchObject({ __typename: 'FlowCancelled', kind: flow.kind })
  flow.end = 'CANCELLED'
}

export async function asksReset(s: Step): Promise<void> {
  const account = s.pick.of(s.m.accounts)
  const email = s.pick.of([...s.actor.reads.toReversed(), ...(account?.credential ? [account.credential.email] : [])])
  if (!account || !email) return
  const answer = await requestReset(s.t.w.deps, { identifier: account.identifier, email }, s.actor.caller)
  if (answer.__typename !== 'ResetRequested') return
  const { credential } = account
  const blocked = (credential?.resetBlockedUntil ?? 0) > s.now
  const opens = account.state === 'ACTIVE' && credential?.email === email && !blocked
  const flow = { ...newFlow('RESET', account, answer.handle, s.now + hour), opens, email }
  s.m.flows.push(flow)
  s.actor.handles.push(answer.handle)
  s.sends = { flow, email, repeatable: false }
}
