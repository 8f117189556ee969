import type { Deps } from '../deps.ts'
import { readEmail } from '../domain/email-address.ts'
import { judgeStep } from '../domain/flow.ts'
import type { EmailRefused, FlowClosed, SendRefused, TooManyTries, WrongStep } from '../domain/refusals.ts'
import type { Flow } from '../generated/prisma/client.ts'
import type { Caller } from './caller.ts'
import { lockFlow } from './parts/lock.ts'
import { type CodeSent, sendCode } from './parts/send-code.ts'

/**
 * Takes the address an owner chose and sends a code to it; `email` null is the address that the flow shows. Promise:
 * nothing is linked to the account yet, and an owner's verified address is the only one a code of theirs goes to.
 * Refuses with EmailRefused, SendRefused, TooManyTries, FlowClosed, WrongStep.
 */
export async function chooseEmail(
  deps: Deps,
  input: { flow: string; email: string | null },
  caller: Caller,
): Promise<CodeSent | EmailRefused | SendRefused | TooManyTries | FlowClosed | WrongStep> {
  const now = deps.clock.now()
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, input.flow)
    const refusal = judgeStep(flow, 'chooseEmail', deps.settings.rules, now)
    if (refusal || !flow) return refusal ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
    const chosen = choose(flow, input.email)
    if ('__typename' in chosen) return chosen
    const stopped = await sendCode(
      tx,
      deps,
      flow,
      { ...chosen, recipient: chosen.email, repeatable: true },
      caller,
      now,
    )
    return stopped ?? { __typename: 'CodeSent', flowId: flow.id }
  })
}

function choose(flow: Flow, typed: string | null): { email: string; emailTyped: boolean } | EmailRefused {
  if (typed === null) {
    return flow.email
      ? { email: flow.email, emailTyped: flow.emailTyped }
      : { __typename: 'EmailRefused', reason: 'EMPTY' }
  }
  if (flow.emailFixed) return { __typename: 'EmailRefused', reason: 'FIXED' }
  const reading = readEmail(typed)
  if ('reason' in reading) return { __typename: 'EmailRefused', reason: reading.reason }
  return { email: reading.address, emailTyped: true }
}
