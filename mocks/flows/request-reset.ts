import { readEmail } from '../../server/domain/email-address.ts'
import { emailRefused } from '../../server/domain/email-advice.ts'
import { identifierKey } from '../../server/domain/identifier.ts'
import { judgeResetGuard } from '../../server/domain/tries.ts'
import type { Act } from '../act.ts'
import { newFlow } from '../parts/begin-migration.ts'
import { countedAt, resetTriesOf } from '../parts/count.ts'
import { note } from '../parts/note.ts'
import { resettableEmail } from '../parts/reset.ts'
import { isServed } from '../parts/rows.ts'
import { sendCode } from '../parts/send-code.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import { flowView } from '../views.ts'

export function requestReset(act: Act, input: InputOf<'requestReset'>): AnswerOf<'requestReset'> {
  const { state, rules, now } = act
  const key = identifierKey(input.identifier)
  if (!key) {
    const reason = input.identifier.trim() === '' ? 'REQUIRED' : 'MALFORMED'
    return { __typename: 'InputRefused', fields: [{ field: 'identifier', reason }] }
  }
  const typed = readEmail(input.email)
  if ('reason' in typed) return emailRefused(typed.reason)
  const email = typed.address
  const account = state.accounts.find((one) => one.identifierKey === key && isServed(act, one))
  const pair = `${key} ${email}`
  const asked = countedAt(act, resetTriesOf({ accountId: account?.id ?? null, pair }))
  const recipient = account && !judgeResetGuard(asked, rules, now) ? resettableEmail(act, account.id, email) : null
  const flow = newFlow(act, {
    kind: 'RESET',
    step: 'ENTER_CODE',
    accountId: recipient && account ? account.id : null,
    email,
    emailTyped: true,
    emailFixed: false,
    pair,
    expiresAt: new Date(now.getTime() + rules.flowLifespanMinutes.RESET * 60_000),
  })
  const stopped = sendCode(act, flow, { email, recipient, emailTyped: true, repeatable: false })
  if (stopped) {
    state.flows = state.flows.filter((one) => one !== flow)
    return stopped
  }
  if (account && recipient) note(act, 'RESET_REQUESTED', account)
  return { __typename: 'ResetRequested', handle: flow.handle, flow: flowView(act, flow) }
}
