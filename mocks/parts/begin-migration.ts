import { judgeOpen } from '../../server/domain/flow.ts'
import { isCallers } from '../../server/domain/made-with.ts'
import type { SignInRefused } from '../../server/domain/refusals.ts'
import { type Act, via } from '../act.ts'
import type { Shape } from '../shapes.ts'
import type { Account, Flow } from '../state.ts'
import { flowView } from '../views.ts'
import { supersede } from './endings.ts'
import { newId, newToken, verifiedEmail } from './rows.ts'

type MigrationStarted = Shape<'MigrationStarted'> & { __typename: 'MigrationStarted' }

/** After the right issued password: resumes the flow whose handle is held, or opens a new one and ends the others. */
export function beginMigration(
  act: Act,
  account: Account,
  heldHandle: string | null,
): MigrationStarted | SignInRefused {
  const { state, rules, now } = act
  const expiredAt = account.issuedExpiresAt
  if (expiredAt && expiredAt <= now) {
    return { __typename: 'SignInRefused', reason: 'ISSUED_EXPIRED', triesLeft: null, expiredAt }
  }
  const own = state.flows.filter(({ kind, accountId }) => kind === 'MIGRATION' && accountId === account.id)
  const held = own.find((flow) => flow.handle === heldHandle && isCallers(flow, act.caller))
  if (held && !judgeOpen(held, now)) return started(act, held)
  const typed = own.findLast(({ email }) => email !== null)?.email ?? null
  for (const flow of own) if (!flow.endedAt) supersede(flow, now)
  const verified = verifiedEmail(state, account.ownerId)
  const flow = newFlow(act, {
    kind: 'MIGRATION',
    step: 'CHOOSE_EMAIL',
    accountId: account.id,
    email: verified ?? typed,
    emailTyped: false,
    emailFixed: verified !== null,
    expiresAt: new Date(now.getTime() + rules.flowLifespanMinutes.MIGRATION * 60_000),
  })
  return started(act, flow)
}

/** Opens a flow with a handle of its own. */
export function newFlow(
  { state, random, caller, now }: Act,
  facts: Pick<Flow, 'kind' | 'step' | 'accountId' | 'email' | 'emailTyped' | 'emailFixed' | 'expiresAt'> & {
    pair?: string
  },
): Flow {
  const flow: Flow = {
    id: newId(state, 'flow'),
    handle: newToken(random, 'cf'),
    createdAt: now,
    codes: [],
    codeSet: 0,
    triesAllowed: 0,
    triesSpent: 0,
    lateResentAt: null,
    verifiedAt: null,
    endedAt: null,
    end: null,
    pair: null,
    ...via(caller),
    ...facts,
  }
  state.flows.push(flow)
  return flow
}

const started = (act: Act, flow: Flow): MigrationStarted => ({
  __typename: 'MigrationStarted',
  handle: flow.handle,
  flow: flowView(act, flow),
})
