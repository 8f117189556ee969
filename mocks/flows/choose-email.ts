import { readEmail } from '../../server/domain/email-address.ts'
import { judgeStep } from '../../server/domain/flow.ts'
import type { EmailRefused } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import { findFlow, found } from '../parts/rows.ts'
import { sendCode } from '../parts/send-code.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import type { Flow } from '../state.ts'
import { flowView } from '../views.ts'

export function chooseEmail(act: Act, input: InputOf<'chooseEmail'>): AnswerOf<'chooseEmail'> {
  const flow = findFlow(act.state, input.flow)
  const refusal = judgeStep(flow, 'chooseEmail', act.rules, act.now)
  if (refusal) return refusal
  const open = found(flow)
  const chosen = choose(open, input.email ?? null)
  if ('__typename' in chosen) return chosen
  const stopped = sendCode(act, open, { ...chosen, recipient: chosen.email, repeatable: true })
  return stopped ?? { __typename: 'CodeSent', flow: flowView(act, open) }
}

function choose(flow: Flow, typed: string | null): { email: string; emailTyped: boolean } | EmailRefused {
  const refused = (reason: EmailRefused['reason']): EmailRefused => ({ __typename: 'EmailRefused', reason })
  if (typed === null) return flow.email ? { email: flow.email, emailTyped: flow.emailTyped } : refused('EMPTY')
  if (flow.emailFixed) return refused('FIXED')
  const reading = readEmail(typed)
  return 'reason' in reading ? refused(reading.reason) : { email: reading.address, emailTyped: true }
}
