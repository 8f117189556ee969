import type { Deps } from '../deps.ts'
import { emailRefused, judgeEmail } from '../domain/email-advice.ts'
import { judgeStep } from '../domain/flow.ts'
import type {
  EmailQuestioned,
  EmailRefused,
  FlowClosed,
  SendRefused,
  TooManyTries,
  WrongStep,
} from '../domain/refusals.ts'
import type { Flow } from '../generated/prisma/client.ts'
import type { Caller } from './caller.ts'
import { advise } from './parts/advise.ts'
import { findFlow, lockFlow } from './parts/lock.ts'
import { type CodeSent, sendCode } from './parts/send-code.ts'

type Refused = EmailRefused | EmailQuestioned | SendRefused | TooManyTries | FlowClosed | WrongStep

/**
 * Takes the address an owner chose and sends a code to it; `email` null is the address that the flow shows. Promise:
 * nothing is linked to the account yet, and an owner's verified address is the only one a code of theirs goes to. An
 * address that looks mistyped or out of reach is questioned first, and taken as it is when `confirmed`. Refuses with
 * EmailRefused, EmailQuestioned, SendRefused, TooManyTries, FlowClosed, WrongStep.
 */
export async function chooseEmail(
  deps: Deps,
  input: { flow: string; email: string | null; confirmed: boolean },
  caller: Caller,
): Promise<CodeSent | Refused> {
  const now = deps.clock.now()
  const judge = (flow: Flow | null) => {
    const refusal = judgeStep(flow, 'chooseEmail', deps.settings.rules, now)
    return refusal || !flow ? (refusal ?? unknown) : choose(flow, input.email)
  }
  if (!input.confirmed && input.email !== null) {
    const questioned = await question(deps, input.flow, caller, judge)
    if (questioned) return questioned
  }
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, input.flow, caller)
    const chosen = judge(flow)
    if ('__typename' in chosen || !flow) return '__typename' in chosen ? chosen : unknown
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

/**
 * Judged before anything is looked up, so that nobody without a handle makes us ask the DNS, and outside the step's
 * transaction. The address that this very handle has typed before was confirmed then.
 */
async function question(
  deps: Deps,
  handle: string,
  caller: Caller,
  judge: (flow: Flow | null) => ReturnType<typeof choose> | FlowClosed | WrongStep,
): Promise<Refused | null> {
  const flow = await findFlow(deps.db, handle, caller)
  const chosen = judge(flow)
  if ('__typename' in chosen || !flow) return '__typename' in chosen ? chosen : unknown
  return flow.emailTyped && flow.email === chosen.email ? null : advise(deps, chosen.email, flow.id)
}

const unknown: FlowClosed = { __typename: 'FlowClosed', reason: 'UNKNOWN' }

function choose(flow: Flow, typed: string | null): { email: string; emailTyped: boolean } | EmailRefused {
  if (typed === null) {
    return flow.email ? { email: flow.email, emailTyped: flow.emailTyped } : emailRefused('EMPTY')
  }
  if (flow.emailFixed) return emailRefused('FIXED')
  const reading = judgeEmail(typed)
  return 'address' in reading ? { email: reading.address, emailTyped: true } : reading
}
