import { describe, expect, test } from 'vitest'
import { type FlowAction, type FlowKind, type FlowOutcome, flowKinds, flowTable } from '../../server/domain/flow.ts'
import type { FlowStep } from '../../server/domain/refusals.ts'
import { steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'
import { bring, type Ended, type Journey, journeys, type Stand } from './journeys.ts'

const actions: FlowAction[] = ['chooseEmail', 'resendCode', 'verifyEmailCode', 'setPassword', 'cancelFlow']

const successes: Record<FlowAction, string[]> = {
  chooseEmail: ['CodeSent'],
  resendCode: ['CodeSent'],
  verifyEmailCode: ['CodeVerified', 'EmailChanged'],
  setPassword: ['PasswordSet'],
  cancelFlow: ['FlowCancelled'],
}

const ended: Ended[] = ['COMPLETED', 'CANCELLED', 'SUPERSEDED', 'EXPIRED', 'UNKNOWN']
const standsOf = (kind: FlowKind): Stand[] => {
  const own = Object.keys(flowTable[kind]) as FlowStep[]
  return [...own, ...(own.includes('SET_PASSWORD') ? (['LAPSED'] as const) : []), ...ended]
}

describe.each(flowKinds)('%s, on the real database, is its table', (kind) => {
  test.each(standsOf(kind))('at %s', async (stand) => {
    const w = await world()
    for (const action of actions) {
      const journey = await journeys[kind](w)
      await bring(w, journey, stand)
      const handle = stand === 'UNKNOWN' ? `${journey.handle}x` : journey.handle
      const step: FlowStep | null = ended.includes(stand as Ended)
        ? null
        : stand === 'LAPSED'
          ? 'ENTER_CODE'
          : (stand as FlowStep)
      const outcome = step && flowTable[kind][step]?.[action]
      const before = await everything(w)
      const answer = await act(w, journey, handle, action, outcome ? stand : null)
      if (outcome) await expectOutcome(w, handle, answer, action, outcome)
      else {
        const refusal = step ? { __typename: 'WrongStep', expected: step } : { __typename: 'FlowClosed', closed: stand }
        expect(answer, `${action} at ${stand}`).toMatchObject(refusal)
        expect(await everything(w), `${action} at ${stand} changes nothing`).toEqual(before)
      }
    }
  })
})

async function expectOutcome(
  w: World,
  handle: string,
  answer: { __typename: string },
  action: FlowAction,
  outcome: FlowOutcome,
) {
  expect(successes[action], JSON.stringify(answer)).toContain(answer.__typename)
  const flow = await steps(w).flow(handle)
  expect(flow.__typename === 'Flow' ? flow.step : flow.reason).toBe(outcome)
}

async function act(w: World, journey: Journey, handle: string, action: FlowAction, legalAt: Stand | null) {
  const step = steps(w)
  switch (action) {
    case 'chooseEmail':
      return step.chooseEmail(handle, journey.anotherAddress)
    case 'resendCode':
      return step.resend(handle)
    case 'verifyEmailCode':
      // A lapsed proof needs a new code: the typed one was consumed.
      if (legalAt === 'LAPSED') await step.resend(handle)
      return step.verify(handle, legalAt ? await journey.code() : '12345678')
    case 'setPassword':
      return step.setPassword(handle, 'Lampe-bleue-4242')
    case 'cancelFlow':
      return step.cancel(handle)
  }
}

const tables = ['Account', 'Code', 'Counter', 'Credential', 'Event', 'Flow', 'FreezeLink', 'Message', 'Session']

/** A digest of every row that a step could touch. */
async function everything(w: World): Promise<string[]> {
  const digests: string[] = []
  for (const table of tables) {
    const [row] = await w.deps.db.$queryRawUnsafe<{ digest: string | null }[]>(
      `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM "${table}" t`,
    )
    digests.push(`${table} ${row?.digest}`)
  }
  return digests
}
