import { emailRefused, judgeEmail, questionEmail } from '../../server/domain/email-advice.ts'
import { judgeStep } from '../../server/domain/flow.ts'
import type { EmailRefused } from '../../server/domain/refusals.ts'
import type { Act } from '../act.ts'
import { mailDomainOf } from '../parts/mail-domain.ts'
import { findFlow, found } from '../parts/rows.ts'
import { sendCode } from '../parts/send-code.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'
import type { Flow } from '../state.ts'
import { flowView } from '../views.ts'

export function chooseEmail(act: Act, input: InputOf<'chooseEmail'>): AnswerOf<'chooseEmail'> {
  const flow = findFlow(act, input.flow)
  const refusal = judgeStep(flow, 'chooseEmail', act.rules, act.now)
  if (refusal) return refusal
  const open = found(flow)
  const chosen = choose(open, input.email ?? null)
  if ('__typename' in chosen) return chosen
  const asks = !input.confirmed && (input.email ?? null) !== null && !(open.emailTyped && open.email === chosen.email)
  const questioned = asks ? questionEmail(chosen.email, mailDomainOf(act.state, chosen.email)) : null
  if (questioned) return questioned
  const stopped = sendCode(act, open, { ...chosen, recipient: chosen.email, repeatable: true })
  return stopped ?? { __typename: 'CodeSent', flow: flowView(act, open) }
}

function choose(flow: Flow, typed: string | null): { email: string; emailTyped: boolean } | EmailRefused {
  if (typed === null) return flow.email ? { email: flow.email, emailTyped: flow.emailTyped } : emailRefused('EMPTY')
  if (flow.emailFixed) return emailRefused('FIXED')
  const reading = judgeEmail(typed)
  return 'address' in reading ? { email: reading.address, emailTyped: true } : reading
}
