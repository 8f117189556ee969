import type { Deps } from '../deps.ts'
import { judgeStep } from '../domain/flow.ts'
import type { Busy, FlowClosed, SendRefused, TooManyTries, WrongStep } from '../domain/refusals.ts'
import type { Caller } from './caller.ts'
import { slowDown } from './parts/brake.ts'
import { lockFlow } from './parts/lock.ts'
import { recipientOf } from './parts/recipient.ts'
import { type CodeSent, sendCode } from './parts/send-code.ts'

/**
 * Sends another code to the flow's address. Promise: earlier codes stay good until their own time, and no try is given
 * back by it (security.md rule 1). Refuses with SendRefused, TooManyTries, FlowClosed, WrongStep.
 */
export async function resendCode(
  deps: Deps,
  input: { flow: string },
  caller: Caller,
): Promise<CodeSent | SendRefused | TooManyTries | FlowClosed | WrongStep | Busy> {
  const slowed = await slowDown(deps, input.flow)
  if (slowed) return slowed
  const now = deps.clock.now()
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, input.flow, caller)
    const refusal = judgeStep(flow, 'resendCode', deps.settings.rules, now)
    if (refusal || !flow) return refusal ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
    if (!flow.email) return { __typename: 'WrongStep', expected: 'CHOOSE_EMAIL' }
    const recipient = await recipientOf(tx, flow, now)
    const request = { email: flow.email, recipient, emailTyped: flow.emailTyped, repeatable: false }
    const stopped = await sendCode(tx, deps, flow, request, caller, now)
    return stopped ?? { __typename: 'CodeSent', flowId: flow.id }
  })
}
