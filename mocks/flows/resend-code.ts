import { judgeStep } from '../../server/domain/flow.ts'
import type { Act } from '../act.ts'
import { resettableEmail } from '../parts/reset.ts'
import { findFlow, found } from '../parts/rows.ts'
import { sendCode } from '../parts/send-code.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import { flowView } from '../views.ts'

export function resendCode(act: Act, input: InputOf<'resendCode'>): AnswerOf<'resendCode'> {
  const flow = findFlow(act, input.flow)
  const refusal = judgeStep(flow, 'resendCode', act.rules, act.now)
  if (refusal) return refusal
  const open = found(flow)
  const { email, emailTyped } = open
  if (!email) return { __typename: 'WrongStep', expected: 'CHOOSE_EMAIL' }
  const recipient = open.kind === 'RESET' ? resettableEmail(act, open.accountId, email) : email
  const stopped = sendCode(act, open, { email, recipient, emailTyped, repeatable: false })
  return stopped ?? { __typename: 'CodeSent', flow: flowView(act, open) }
}
