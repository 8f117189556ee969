import { cancelEmailChange } from '../../../server/flows/cancel-email-change.ts'
import { changeEmail } from '../../../server/flows/change-email.ts'
import { changePassword } from '../../../server/flows/change-password.ts'
import { endSession } from '../../../server/flows/end-session.ts'
import { signOut } from '../../../server/flows/sign-out.ts'
import { splitPassword } from '../../../server/flows/split-password.ts'
import { useSession as sessionOfToken } from '../../../server/flows/use-session.ts'
import { digestOf } from '../../../server/keys.ts'
import { endFlows, endSessions, hour, isLive, isOver, type ModelSession, minute, sharing } from './facts.ts'
import { newFlow, opened } from './owner-acts.ts'
import { deed, law, type Step, secretsOf, sessionOf } from './step.ts'

/** What a bearer token opens, as the API asks; the model says whether it may. */
async function held(s: Step) {
  const token = s.pick.of(s.actor.tokens.slice(-3))
  if (!token) return null
  const known = sessionOf(s, token)
  const session = await sessionOfToken(s.t.w.deps, token, s.actor.caller, new Date(s.now))
  law(
    'a token opens its session as long as it lives, and not a moment longer',
    (session !== null) === (known !== undefined && isLive(known, s.now)),
  )
  if (!known || !session) return null
  if (s.now >= known.lastUsedAt + minute) known.lastUsedAt = s.now
  return { session, known, deps: s.t.w.deps, caller: s.actor.caller }
}

/** A current password was taken: it must be the session's own. */
function proved(known: ModelSession, password: string): void {
  law('nothing is changed without the present password', known.account.credential?.password === password)
}

export async function changesEmail(s: Step): Promise<void> {
  const h = await held(s)
  const password = h && s.pick.of(secretsOf(s, h.known.account))
  const email = s.pick.of(s.actor.reads.toReversed())
  if (!h || !password || !email) return
  const input = { email, emailConfirmation: email, password, confirmed: true }
  const answer = await changeEmail(h.deps, h.session, input, h.caller)
  if (answer.__typename !== 'EmailChangeStarted') return
  proved(h.known, password)
  const { account } = h.known
  law('an address is changed for another one', email !== account.credential?.email)
  const open = s.m.flows.filter(
    (flow) =>
      flow.kind === 'EMAIL_CHANGE' &&
      !isOver(flow, s.now) &&
      flow.account.credential !== null &&
      flow.account.credential === account.credential,
  )
  const same = open.find((flow) => flow.account === account && flow.email === email)
  for (const flow of open) if (flow !== same) flow.end = 'SUPERSEDED'
  const flow = same ?? newFlow('EMAIL_CHANGE', account, answer.handle, s.now + 6 * hour)
  if (same) same.handle = answer.handle
  else s.m.flows.push(flow)
  s.actor.handles.push(answer.handle)
  s.sends = { flow, email, repeatable: true }
  deed(s, 'e-mail change begun')
}

export async function changesPassword(s: Step): Promise<void> {
  const h = await held(s)
  const current = h && s.pick.of(secretsOf(s, h.known.account))
  if (!h || !current) return
  const password = s.pick.yes(5) ? current : s.t.newPassword()
  const input = { currentPassword: current, password, confirmation: password }
  const answer = await changePassword(h.deps, h.session, input, h.caller)
  if (answer.__typename !== 'PasswordChanged') return
  proved(h.known, current)
  law('a new password is another one', password !== current)
  const { account } = h.known
  replaced(s, account, password)
  opened(s, account, answer.token)
  deed(s, 'password changed')
}

/** Another password stands on an account's credential: what that ends, and who is told. */
export function replaced(s: Step, account: ModelSession['account'], password: string): void {
  const { credential } = account
  law('a password stands on a credential', credential !== null)
  if (!credential) return
  const accounts = sharing(s.m, credential)
  endFlows(s.m, { accounts, kinds: ['RESET', 'EMAIL_CHANGE'] }, s.now)
  endSessions(s.m, accounts)
  credential.password = password
  s.actor.passwords.push(password)
  s.told.push(credential.email)
}

export async function splits(s: Step): Promise<void> {
  const h = await held(s)
  const current = h && s.pick.of(secretsOf(s, h.known.account))
  const chosen = s.pick.of(s.m.accounts)
  if (!h || !current || !chosen) return
  const password = s.t.newPassword()
  const input = { account: chosen.id, currentPassword: current, password, confirmation: password }
  const answer = await splitPassword(h.deps, h.session, input, h.caller)
  if (answer.__typename !== 'PasswordSplit') return
  proved(h.known, current)
  const { credential } = h.known.account
  law(
    'only an account that shares the password is split off',
    chosen.state === 'ACTIVE' && chosen.credential === credential,
  )
  if (!credential) return
  endFlows(s.m, { accounts: [chosen], kinds: ['RESET', 'EMAIL_CHANGE'] }, s.now)
  endSessions(s.m, [chosen])
  const own = { ...credential, password, row: null }
  credential.owner.credentials.push(own)
  chosen.credential = own
  s.actor.passwords.push(password)
  s.told.push(credential.email)
  if (answer.token) opened(s, chosen, answer.token)
  deed(s, 'split')
}

export async function endsSessions(s: Step): Promise<void> {
  const h = await held(s)
  if (!h) return
  const { account } = h.known
  const all = s.pick.yes(2)
  // Any session of the town may be named, a neighbour's too.
  const named = all ? undefined : s.pick.of(s.m.sessions)
  const row = named && (await h.deps.db.session.findUnique({ where: { tokenHash: digestOf(named.token) } }))
  const answer = await endSession(h.deps, h.session, { sessionId: row?.id ?? null }, h.caller)
  if (answer.__typename !== 'SessionsEnded') return
  const accounts = sharing(s.m, account.credential)
  const ended = s.m.sessions.filter(
    (one) => !one.ended && accounts.includes(one.account) && (named ? one === named : one !== h.known),
  )
  law('no session beyond the password’s own is ended', answer.count <= ended.length)
  for (const one of ended) one.ended = true
  if (ended.length > 0) endFlows(s.m, { accounts, kinds: ['EMAIL_CHANGE'] }, s.now)
}

export async function cancelsChange(s: Step): Promise<void> {
  const h = await held(s)
  if (!h) return
  await cancelEmailChange(h.deps, h.session, h.caller)
  const accounts = sharing(s.m, h.known.account.credential)
  for (const flow of s.m.flows) {
    if (flow.kind === 'EMAIL_CHANGE' && accounts.includes(flow.account) && !isOver(flow, s.now)) flow.end = 'CANCELLED'
  }
}

export async function signsOut(s: Step): Promise<void> {
  const h = await held(s)
  if (!h) return
  await signOut(h.deps, h.session, h.caller)
  h.known.ended = true
}
