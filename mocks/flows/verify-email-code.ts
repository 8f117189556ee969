import { decideCode } from '../../server/domain/decide-code.ts'
import { undoPoint } from '../../server/domain/email-undo.ts'
import { judgeStep } from '../../server/domain/flow.ts'
import { judgeResetGuard } from '../../server/domain/tries.ts'
import type { Act } from '../act.ts'
import { accountTriesOf, count, countedAt, judge, resetTriesOf, triesOf } from '../parts/count.ts'
import { endFlows, endMigrations, supersede } from '../parts/endings.ts'
import { enqueue, notify } from '../parts/mail.ts'
import { note } from '../parts/note.ts'
import { resettableEmail } from '../parts/reset.ts'
import { credentialOf, findAccount, findFlow, found, sharing } from '../parts/rows.ts'
import { sendCode } from '../parts/send-code.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import type { Code, Flow } from '../state.ts'
import { accountView, flowView } from '../views.ts'

type Answer = AnswerOf<'verifyEmailCode'>

export function verifyEmailCode(act: Act, input: InputOf<'verifyEmailCode'>): Answer {
  const { rules, now } = act
  const flow = findFlow(act, input.flow)
  const refusal = judgeStep(flow, 'verifyEmailCode', rules, now)
  if (refusal) return refusal
  const open = found(flow)
  const silent = silentTries(open)
  const decision = decideCode(
    {
      flow: open,
      codes: open.codes,
      budget: judge(act, triesOf(open), rules.codeTries),
      silenced: open.kind === 'RESET' && isSilenced(act, open),
    },
    input.code,
    rules,
    now,
  )
  switch (decision.verdict) {
    case 'REFUSED':
      return decision.refusal
    case 'WRONG':
      count(act, triesOf(open), ...silent)
      open.triesSpent++
      if (open.kind === 'RESET') tellResetGuarded(act, open)
      return decision.refusal
    case 'LATE':
      return late(act, open, decision)
    case 'RIGHT':
      return right(act, open, decision.code)
  }
}

/** Every wrong code counts on the account, whatever its caller sees it count on. */
function silentTries(flow: Flow) {
  if (flow.kind === 'MIGRATION') return []
  return flow.kind === 'RESET' ? [accountTriesOf(flow), resetTriesOf(flow)] : [accountTriesOf(flow)]
}

/** In a RESET, what its caller must not see: the account's budget is spent, or it is closed to resets. */
const isSilenced = (act: Act, flow: Flow) =>
  judge(act, accountTriesOf(flow), act.rules.codeTries).left === 0 || isGuarded(act, countedAt(act, resetTriesOf(flow)))

const isGuarded = ({ rules, now }: Act, counted: readonly Date[]) => judgeResetGuard(counted, rules, now) !== null

/** The wrong code that closes the account to resets is told to its owner, by mail alone. */
function tellResetGuarded(act: Act, flow: Flow): void {
  const counted = countedAt(act, resetTriesOf(flow))
  if (isGuarded(act, counted.slice(0, -1)) || !isGuarded(act, counted)) return
  const account = findAccount(act.state, flow.accountId)
  const to = flow.email && account && resettableEmail(act, account.id, flow.email)
  if (to) enqueue(act, { kind: 'RESET_GUARDED', to, account, flow: null, link: null }, act.rules.noticeHours * 60)
}

function late(act: Act, flow: Flow, { sendAgain, triesLeft }: { sendAgain: boolean; triesLeft: number }): Answer {
  const refused = { __typename: 'CodeRefused', reason: 'EXPIRED', triesLeft } as const
  const { email, emailTyped } = flow
  if (!sendAgain || !email) return { ...refused, sentAgainAt: null }
  if (sendCode(act, flow, { email, recipient: email, emailTyped, repeatable: false }))
    return { ...refused, sentAgainAt: null }
  flow.lateResentAt = act.now
  return { ...refused, sentAgainAt: act.now }
}

function right(act: Act, flow: Flow, code: Code): Answer {
  const credential = credentialOf(act.state, findAccount(act.state, flow.accountId))
  code.usedAt = act.now
  // The whole set dies with it.
  flow.triesSpent = flow.triesAllowed
  if (credential?.email === code.email) Object.assign(credential, { emailRefusedAt: null, emailRefusedFor: null })
  if (flow.kind === 'EMAIL_CHANGE') return replaceEmail(act, flow)
  flow.step = 'SET_PASSWORD'
  flow.verifiedAt = act.now
  return { __typename: 'CodeVerified', flow: flowView(act, flow) }
}

function replaceEmail(act: Act, flow: Flow): Answer {
  const { state, rules, now } = act
  const account = findAccount(state, flow.accountId)
  const credential = credentialOf(state, account)
  if (account?.state !== 'ACTIVE' || !credential || !flow.email) {
    supersede(flow, now)
    return { __typename: 'FlowClosed', reason: 'SUPERSEDED' }
  }
  flow.endedAt = now
  flow.end = 'COMPLETED'
  const accountIds = sharing(state, credential.id).map(({ id }) => id)
  endFlows(act, accountIds, ['RESET', 'EMAIL_CHANGE'], flow)
  endMigrations(act, account.ownerId, null)
  const formerEmail = credential.email
  credential.formerEmails.push({ email: formerEmail, until: now })
  Object.assign(credential, {
    ...undoPoint(credential, rules, now),
    email: flow.email,
    emailVerifiedAt: now,
    emailRefusedAt: null,
    emailRefusedFor: null,
    resetBlockedUntil: new Date(now.getTime() + rules.resetBlockedHours * 3_600_000),
  })
  note(act, 'EMAIL_CHANGED', account, sharing(state, credential.id))
  notify(act, 'EMAIL_CHANGED', account, credential, formerEmail)
  return { __typename: 'EmailChanged', account: accountView(account) }
}
