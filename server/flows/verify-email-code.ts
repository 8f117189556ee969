import type { Deps, Tx } from '../deps.ts'
import { isCode } from '../domain/code.ts'
import { isSetOpen } from '../domain/code-life.ts'
import { decideCode } from '../domain/decide-code.ts'
import { judgeStep } from '../domain/flow.ts'
import type { Busy, CodeRefused, FlowClosed, TooManyTries, WrongStep } from '../domain/refusals.ts'
import { judgeTries } from '../domain/tries.ts'
import type { Code, Flow } from '../generated/prisma/client.ts'
import { deriveCode } from '../keys.ts'
import { unmarkProved } from '../mail/address-standing.ts'
import type { Caller } from './caller.ts'
import { slowDown, tallyFailedCode } from './parts/brake.ts'
import { consumeCode } from './parts/consume-code.ts'
import { readTries } from './parts/count.ts'
import { countCode, holdingSet, uncountCode } from './parts/count-code.ts'
import { isLost } from './parts/counter-sql.ts'
import type { Counter } from './parts/counters.ts'
import { accountOf, silentTries, visibleTries } from './parts/flow-counters.ts'
import { countInReset, resetGuardedUntil } from './parts/guard-reset.ts'
import { inTurn } from './parts/in-turn.ts'
import { type KnownFlow, knownFlow } from './parts/known-flows.ts'
import { type FlowWithCodes, lockFlow, lockOwnerOf, readFlow } from './parts/lock.ts'
import { recordFailedTry } from './parts/record-failed-try.ts'
import { type EmailChanged, replaceEmail } from './parts/replace-email.ts'
import { sendCode } from './parts/send-code.ts'

export interface CodeVerified {
  __typename: 'CodeVerified'
  /** As it stands now. */
  flow: Flow & { codes: Code[] }
}

type Answer = CodeVerified | EmailChanged | CodeRefused | TooManyTries | FlowClosed | WrongStep

/**
 * Takes the code an owner typed, in all three journeys. Promise: the try is counted, for good, before anything is
 * compared; a right code is consumed once, and only by the flow and address it was sent for; a RESET answers alike whether
 * or not its pair opens anything. Refuses with CodeRefused, TooManyTries, FlowClosed, WrongStep.
 */
export async function verifyEmailCode(
  deps: Deps,
  input: { flow: string; code: string },
  caller: Caller,
): Promise<Answer | Busy> {
  const slowed = await slowDown(deps, input.flow)
  if (slowed) return slowed
  const now = deps.clock.now()
  return inTurn(input.flow, async () => {
    for (let guess = knownFlow(input.flow, caller); ; guess = null) {
      const answer = await takeCode(deps, input, guess, caller, now)
      if (answer) return answer
    }
  })
}

/**
 * No transaction spans it: the try is counted as the flow is read, and the outcome applied in a statement that is held
 * to what was read (docs/decisions/0037). `guess`: whose the flow was lately. Null: it is not, or another step of the flow came
 * between, whose outcome decides anew.
 */
async function takeCode(
  deps: Deps,
  input: { flow: string; code: string },
  guess: KnownFlow | null,
  caller: Caller,
  now: Date,
): Promise<Answer | null> {
  const { rules } = deps.settings
  const known = guess ?? (await readFlow(deps.db, input.flow, caller))
  if (!known) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  const tries = visibleTries(known, rules)
  const counted: [Counter, ...Counter[]] = [tries, ...silentTries(known, rules)]
  const typed = isCode(input.code)
  const count = typed ? await countCode(deps, input.flow, known, counted, now) : null
  const flow = count?.flow ?? (await readFlow(deps.db, input.flow, caller))
  const refusal = judgeStep(flow, 'verifyEmailCode', rules, now)
  if (refusal || !flow) return refusal ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  // Nothing is compared that was not counted.
  if (typed && !count && isSetOpen(flow)) return null

  const [earlier = [], onAccount = []] = count?.earlier ?? [await readTries(deps.db, deps, tries)]
  const decision = decideCode(
    {
      flow,
      codes: flow.codes.map((code) => ({ ...code, digits: digitsOf(deps, code) })),
      budget: judgeTries(earlier, tries.limits, now),
      silenced: flow.kind === 'RESET' && count !== null && (await isSilenced(deps, flow, onAccount, now)),
    },
    input.code,
    rules,
    now,
  )
  if (decision.verdict === 'RIGHT') {
    const answer = await rightCode(deps, flow, decision.code, counted, caller, now)
    if (!answer) await uncountCode(deps, flow, counted, now)
    return answer
  }
  if (decision.verdict === 'WRONG') {
    const tried = { counted, earlier: count?.earlier ?? [] }
    await deps.db.$transaction((tx) => wrongCode(tx, deps, flow, tried, caller, now))
  } else if (count) await uncountCode(deps, flow, counted, now)
  if (decision.verdict !== 'LATE') return decision.refusal
  return deps.db.$transaction((tx) => lateCode(tx, deps, input.flow, decision, caller, now))
}

/** In a RESET, what its caller must not see: the account's budget is spent, or it is closed to resets from elsewhere. */
async function isSilenced(deps: Deps, flow: Flow, onAccount: readonly Date[], now: Date): Promise<boolean> {
  const { rules } = deps.settings
  const guarded = flow.knownDevice
    ? null
    : await resetGuardedUntil(deps.db, deps, { realm: flow.realm, accountId: accountOf(flow) }, now)
  return guarded !== null || judgeTries(onAccount, rules.codeTries, now).left === 0
}

async function rightCode(
  deps: Deps,
  flow: FlowWithCodes,
  code: Code,
  counted: readonly Counter[],
  caller: Caller,
  now: Date,
): Promise<CodeVerified | EmailChanged | FlowClosed | null> {
  const effect = { counted, arrived: unmarkProved(flow.accountId, code.email) }
  if (flow.kind !== 'EMAIL_CHANGE') {
    const gone = await consumeCode(deps.db, deps, flow, code, effect, caller, now)
    const codes = flow.codes.map((one) => (one.id === code.id ? { ...one, usedAt: now } : one))
    return gone && { __typename: 'CodeVerified', flow: { ...gone, codes } }
  }
  return deps.db.$transaction(async (tx) => {
    // Else it waits in a circle with a reset that ends, and a freeze misses the change that it must undo.
    await lockOwnerOf(tx, flow.accountId)
    const gone = await consumeCode(tx, deps, flow, code, effect, caller, now)
    const answer = gone && (await replaceEmail(tx, deps, gone, caller, now))
    if (answer?.__typename === 'FlowClosed')
      await tx.flow.update({ where: { id: flow.id }, data: { end: 'SUPERSEDED' } })
    return answer
  })
}

async function wrongCode(
  tx: Tx,
  deps: Deps,
  flow: Flow,
  tried: { counted: readonly [Counter, ...Counter[]]; earlier: readonly Date[][] },
  caller: Caller,
  now: Date,
): Promise<void> {
  const { realm, accountId, id: flowId } = flow
  const failed = { realm, kind: 'CODE_FAILED', accountId, flowId } as const
  const lost = isLost(deps, tried.counted[0], tried.earlier[0] ?? [], now)
  await recordFailedTry(tx, deps, failed, tried, caller, now, holdingSet(flow, lost))
  if (flow.kind === 'RESET' && !flow.knownDevice) await countInReset(tx, deps, flow, caller, now)
  await tallyFailedCode(tx, flow, now)
}

async function lateCode(
  tx: Tx,
  deps: Deps,
  handle: string,
  late: { sendAgain: boolean; triesLeft: number },
  caller: Caller,
  now: Date,
): Promise<CodeRefused> {
  const refused = {
    __typename: 'CodeRefused',
    reason: 'EXPIRED',
    triesLeft: late.triesLeft,
    sentAgainAt: null,
  } as const
  if (!late.sendAgain) return refused
  const flow = await lockFlow(tx, handle, caller)
  if (!flow?.email || flow.lateResentAt || judgeStep(flow, 'resendCode', deps.settings.rules, now)) return refused
  const request = { email: flow.email, recipient: flow.email, emailTyped: flow.emailTyped, repeatable: false }
  if (await sendCode(tx, deps, flow, request, caller, now)) return refused
  await tx.flow.update({ where: { id: flow.id }, data: { lateResentAt: now } })
  return { ...refused, sentAgainAt: now }
}

/** Codes whose key has left the ring match nothing any more: no digits are equal to none. */
const digitsOf = ({ keys }: Deps, code: Code) => (keys.ids.includes(code.keyId) ? deriveCode(keys, code) : '')
