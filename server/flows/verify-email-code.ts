import type { Deps, Tx } from '../deps.ts'
import { decideCode } from '../domain/decide-code.ts'
import { judgeStep } from '../domain/flow.ts'
import type { Busy, CodeRefused, FlowClosed, TooManyTries, WrongStep } from '../domain/refusals.ts'
import type { Rules } from '../domain/rules.ts'
import { judgeResetGuard, judgeTries } from '../domain/tries.ts'
import type { Code, Flow } from '../generated/prisma/client.ts'
import { deriveCode } from '../keys.ts'
import { unmarkProved } from '../mail/address-standing.ts'
import type { Caller } from './caller.ts'
import { slowDown, tallyFailedCode } from './parts/brake.ts'
import { consumeCode } from './parts/consume-code.ts'
import { countTries, takeBack } from './parts/count.ts'
import type { Counter } from './parts/counters.ts'
import { silentTries, visibleTries } from './parts/flow-counters.ts'
import { tellResetGuarded } from './parts/guard-reset.ts'
import { lockFlowAfterOwner } from './parts/lock.ts'
import { record } from './parts/record.ts'
import { type EmailChanged, replaceEmail } from './parts/replace-email.ts'
import { sendCode } from './parts/send-code.ts'

export interface CodeVerified {
  __typename: 'CodeVerified'
  /** As it stands now. */
  flow: Flow & { codes: Code[] }
}

type Refused = CodeRefused | TooManyTries | FlowClosed | WrongStep | Busy

/**
 * Takes the code an owner typed, in all three journeys. Promise: the try is counted before anything is compared and
 * stays counted if it was wrong; a right code is consumed once, and only by the flow and address it was sent for; a
 * RESET answers alike whether or not its pair opens anything. Refuses with CodeRefused, TooManyTries, FlowClosed,
 * WrongStep.
 */
export async function verifyEmailCode(
  deps: Deps,
  input: { flow: string; code: string },
  caller: Caller,
): Promise<CodeVerified | EmailChanged | Refused> {
  const slowed = await slowDown(deps, input.flow)
  if (slowed) return slowed
  const now = deps.clock.now()
  const { rules } = deps.settings
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlowAfterOwner(tx, input.flow, caller)
    const refusal = judgeStep(flow, 'verifyEmailCode', rules, now)
    if (refusal || !flow) return refusal ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }

    const tries = visibleTries(flow, rules)
    const silent = silentTries(flow, rules)
    const counted: [Counter, ...Counter[]] = [tries, ...silent]
    const [earlier = [], onAccount = [], inResets = []] = await countTries(tx, deps, counted, now)
    const decision = decideCode(
      {
        flow,
        codes: flow.codes.map((code) => ({ ...code, digits: digitsOf(deps, code) })),
        budget: judgeTries(earlier, tries.limits, now),
        silenced: flow.kind === 'RESET' && isSilenced(silent, onAccount, inResets, rules, now),
      },
      input.code,
      rules,
      now,
    )
    if (decision.verdict === 'RIGHT') return rightCode(tx, deps, flow, decision.code, counted, caller, now)
    if (decision.verdict !== 'WRONG') await takeBack(tx, deps, counted, now)
    switch (decision.verdict) {
      case 'REFUSED':
        return decision.refusal
      case 'WRONG':
        await tx.flow.update({ where: { id: flow.id }, data: { triesSpent: { increment: 1 } } })
        await record(tx, { ...subject(flow), kind: 'CODE_FAILED', at: now }, caller)
        if (silent.length > 1 && closesResets(inResets, rules, now)) await tellResetGuarded(tx, deps, flow, caller, now)
        await tallyFailedCode(tx, flow, now)
        return decision.refusal
      case 'LATE':
        return lateCode(tx, deps, flow, decision, caller, now)
    }
  })
}

/** In a RESET, what its caller must not see: the account's budget is spent, or it is closed to resets from elsewhere. */
function isSilenced(
  [spent, guarded]: readonly Counter[],
  onAccount: readonly Date[],
  inResets: readonly Date[],
  rules: Rules,
  now: Date,
): boolean {
  if (spent && judgeTries(onAccount, spent.limits, now).left === 0) return true
  return guarded !== undefined && judgeResetGuard(inResets, rules, now) !== null
}

/** This wrong code is the one that closes the account to resets begun without a known device. */
const closesResets = (earlier: readonly Date[], rules: Rules, now: Date) =>
  judgeResetGuard(earlier, rules, now) === null && judgeResetGuard([...earlier, now], rules, now) !== null

async function rightCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[] },
  code: Code,
  counted: readonly Counter[],
  caller: Caller,
  now: Date,
): Promise<CodeVerified | EmailChanged | FlowClosed> {
  const arrived = unmarkProved(flow.accountId, code.email)
  const gone = await consumeCode(tx, deps, flow, code, { counted, arrived }, caller, now)
  if (flow.kind !== 'EMAIL_CHANGE') {
    const codes = flow.codes.map((one) => (one.id === code.id ? { ...one, usedAt: now } : one))
    return { __typename: 'CodeVerified', flow: { ...gone, codes } }
  }
  const answer = await replaceEmail(tx, deps, gone, caller, now)
  if (answer.__typename === 'FlowClosed') {
    await tx.flow.update({ where: { id: flow.id }, data: { end: 'SUPERSEDED' } })
  }
  return answer
}

async function lateCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[] },
  late: { sendAgain: boolean; triesLeft: number },
  caller: Caller,
  now: Date,
): Promise<CodeRefused> {
  const refused = { __typename: 'CodeRefused', reason: 'EXPIRED', triesLeft: late.triesLeft } as const
  if (!late.sendAgain || !flow.email) return { ...refused, sentAgainAt: null }
  const request = { email: flow.email, recipient: flow.email, emailTyped: flow.emailTyped, repeatable: false }
  const stopped = await sendCode(tx, deps, flow, request, caller, now)
  if (stopped) return { ...refused, sentAgainAt: null }
  await tx.flow.update({ where: { id: flow.id }, data: { lateResentAt: now } })
  return { ...refused, sentAgainAt: now }
}

/** Codes whose key has left the ring match nothing any more: no digits are equal to none. */
const digitsOf = ({ keys }: Deps, code: Code) => (keys.ids.includes(code.keyId) ? deriveCode(keys, code) : '')

const subject = (flow: Flow) => ({ realm: flow.realm, accountId: flow.accountId, flowId: flow.id })
