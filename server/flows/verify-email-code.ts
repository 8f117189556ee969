import type { Deps, Tx } from '../deps.ts'
import { decideCode } from '../domain/decide-code.ts'
import { judgeStep } from '../domain/flow.ts'
import type { CodeRefused, FlowClosed, TooManyTries, WrongStep } from '../domain/refusals.ts'
import { judgeTries } from '../domain/tries.ts'
import type { Code, Flow } from '../generated/prisma/client.ts'
import { deriveCode } from '../keys.ts'
import { counters, countTries, takeBack } from './parts/count.ts'
import { isMigration, lockFlow } from './parts/lock.ts'
import { record } from './parts/record.ts'
import { sendCode } from './parts/send-code.ts'

export interface CodeVerified {
  __typename: 'CodeVerified'
  flowId: string
}

/**
 * Takes the code an owner typed. Promise: the try is counted on the account before anything is compared and stays
 * counted if it was wrong; a right code is consumed once, and only by the flow and address it was sent for.
 * Refuses with CodeRefused, TooManyTries, FlowClosed, WrongStep.
 */
export async function verifyEmailCode(
  deps: Deps,
  input: { flow: string; code: string },
): Promise<CodeVerified | CodeRefused | TooManyTries | FlowClosed | WrongStep> {
  const now = deps.clock.now()
  const { rules } = deps.settings
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, input.flow)
    const refusal = judgeStep(flow, 'verifyEmailCode', rules, now)
    if (refusal || !isMigration(flow)) return refusal ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }

    const tries = counters.wrongCodes(flow.realm, flow.accountId, rules)
    const [earlier = []] = await countTries(tx, deps, [tries], now)
    const codes = flow.codes.map((code) => ({ ...code, digits: deriveCode(deps.keys, code) }))
    const decision = decideCode({ flow, codes, budget: judgeTries(earlier, tries.limits, now) }, input.code, rules, now)
    if (decision.verdict !== 'WRONG') await takeBack(tx, deps, [tries], now)
    switch (decision.verdict) {
      case 'REFUSED':
        return decision.refusal
      case 'WRONG':
        await tx.flow.update({ where: { id: flow.id }, data: { triesSpent: { increment: 1 } } })
        await record(tx, { ...subject(flow), kind: 'CODE_FAILED', at: now })
        return decision.refusal
      case 'LATE':
        return lateCode(tx, deps, flow, decision, now)
      case 'RIGHT':
        await tx.code.update({ where: { id: decision.code.id, usedAt: null }, data: { usedAt: now } })
        // The whole set dies with it: its other codes open nothing any more.
        await tx.flow.update({
          where: { id: flow.id },
          data: { step: 'SET_PASSWORD', verifiedAt: now, triesSpent: flow.triesAllowed },
        })
        await record(tx, { ...subject(flow), kind: 'CODE_VERIFIED', at: now })
        return { __typename: 'CodeVerified', flowId: flow.id }
    }
  })
}

async function lateCode(
  tx: Tx,
  deps: Deps,
  flow: Flow & { codes: Code[]; accountId: string },
  late: { sendAgain: boolean; triesLeft: number },
  now: Date,
): Promise<CodeRefused> {
  const refused = { __typename: 'CodeRefused', reason: 'EXPIRED', triesLeft: late.triesLeft } as const
  if (!late.sendAgain || !flow.email) return { ...refused, sentAgainAt: null }
  const request = { email: flow.email, emailTyped: flow.emailTyped, repeatable: false }
  const stopped = await sendCode(tx, deps, flow, request, now)
  if (stopped) return { ...refused, sentAgainAt: null }
  await tx.flow.update({ where: { id: flow.id }, data: { lateResentAt: now } })
  return { ...refused, sentAgainAt: now }
}

const subject = (flow: Flow) => ({ realm: flow.realm, accountId: flow.accountId, flowId: flow.id })
