import { readEmail } from '../../server/domain/email-address.ts'
import { emailRefused, judgeEmail, questionEmail } from '../../server/domain/email-advice.ts'
import { isCallers } from '../../server/domain/made-with.ts'
import type { EmailRefused } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import { newFlow } from '../parts/begin-migration.ts'
import { endFlows } from '../parts/endings.ts'
import { mailDomainOf } from '../parts/mail-domain.ts'
import { note } from '../parts/note.ts'
import { proveSession } from '../parts/prove-secret.ts'
import { credentialOf, findAccount, newToken, sharing } from '../parts/rows.ts'
import { sendCode } from '../parts/send-code.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import type { Flow } from '../state.ts'
import { flowView } from '../views.ts'

export function changeEmail(act: Act, input: InputOf<'changeEmail'>): AnswerOf<'changeEmail'> {
  const { state, session, rules, now } = act
  const current = credentialOf(state, session && findAccount(state, session.accountId))
  if (!current) return { __typename: 'NotSignedIn' }
  const chosen = judgeNewEmail(input, current.email)
  if ('__typename' in chosen) return chosen
  const questioned = input.confirmed ? null : questionEmail(chosen.address, mailDomainOf(state, chosen.address))
  if (questioned) return questioned
  const account = proveSession(act, input.password, 'password')
  if ('__typename' in account) return account
  const { address: email } = chosen
  // Asked again for the same address it is the same change, under another handle.
  const same = state.flows.find(
    (flow) =>
      isPending(flow, now) && flow.accountId === account.id && flow.email === email && isCallers(flow, act.caller),
  )
  const flow =
    same ??
    newFlow(act, {
      kind: 'EMAIL_CHANGE',
      step: 'ENTER_CODE',
      accountId: account.id,
      email: null,
      emailTyped: false,
      emailFixed: false,
      expiresAt: new Date(now.getTime() + rules.flowLifespanMinutes.EMAIL_CHANGE * 60_000),
    })
  const stopped = sendCode(act, flow, { email, recipient: email, emailTyped: true, repeatable: true })
  if (stopped) {
    if (!same) state.flows = state.flows.filter((one) => one !== flow)
    return stopped
  }
  if (same) same.handle = newToken(act.random, 'cf')
  const accountIds = sharing(state, current.id).map(({ id }) => id)
  endFlows(act, accountIds, ['EMAIL_CHANGE'], flow)
  note(act, 'EMAIL_CHANGE_STARTED', account)
  return { __typename: 'EmailChangeStarted', handle: flow.handle, flow: flowView(act, flow) }
}

const isPending = ({ kind, endedAt, expiresAt }: Flow, now: Date) =>
  kind === 'EMAIL_CHANGE' && !endedAt && expiresAt >= now

function judgeNewEmail(input: InputOf<'changeEmail'>, current: string): { address: string } | EmailRefused {
  const typed = judgeEmail(input.email)
  if ('__typename' in typed) return typed
  const again = readEmail(input.emailConfirmation)
  if ('reason' in again || again.address !== typed.address) return emailRefused('DIFFERENT')
  return typed.address === current ? emailRefused('SAME') : typed
}
