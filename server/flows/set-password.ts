import type { Deps, Tx } from '../deps.ts'
import { judgeStep } from '../domain/flow.ts'
import type { Busy, FlowClosed, InputRefused, PasswordRefused, WrongStep } from '../domain/refusals.ts'
import { judgeTries } from '../domain/tries.ts'
import type { Flow } from '../generated/prisma/client.ts'
import type { Admission } from '../hasher.ts'
import type { Caller } from './caller.ts'
import { admitted } from './parts/admit.ts'
import { countTries, takeBack } from './parts/count.ts'
import { counters } from './parts/counters.ts'
import { findFlow, lockFlow, lockOwner } from './parts/lock.ts'
import { newSecret } from './parts/new-secret.ts'
import type { PasswordPlan, PasswordSet, SetPasswordInput } from './parts/password-plan.ts'
import { planMigration } from './parts/plan-migration.ts'
import { planReset } from './parts/plan-reset.ts'

type Refused = PasswordRefused | FlowClosed | WrongStep | InputRefused | Busy

const unknownFlow: FlowClosed = { __typename: 'FlowClosed', reason: 'UNKNOWN' }

/**
 * Ends a migration or a reset: sets the password (or joins the credential whose password is kept) and does what
 * follows from it. Promise: all of it or none of it, once, for accounts of this owner only; the code was typed by this
 * very handle; a flow judges so many passwords and no more (the page asks while its owner types). Refuses with
 * PasswordRefused, FlowClosed, WrongStep, InputRefused, Busy.
 */
export async function setPassword(deps: Deps, input: SetPasswordInput, caller: Caller): Promise<PasswordSet | Refused> {
  const set = await admitted(deps, (place) => choose(deps, place, input, caller))
  if (set.__typename === 'PasswordSet' && set.deviceToken) caller.device?.give(set.deviceToken)
  return set
}

async function choose(
  deps: Deps,
  place: Admission,
  input: SetPasswordInput,
  caller: Caller,
): Promise<PasswordSet | Refused> {
  const now = deps.clock.now()
  const { rules } = deps.settings
  const found = await findFlow(deps.db, input.flow, caller)
  const refusal = judgeStep(found, 'setPassword', rules, now)
  if (refusal || !found) return refusal ?? unknownFlow
  const judged = counters.passwordsJudged(found.realm, found.id, rules)
  const [earlier = []] = await countTries(deps.db, deps, [judged], now)
  const { retryAt } = judgeTries(earlier, judged.limits, now)
  if (retryAt) {
    await takeBack(deps.db, deps, [judged], now)
    return { __typename: 'Busy', retryAfterSeconds: Math.ceil((retryAt.getTime() - now.getTime()) / 1000) }
  }
  const plan =
    found.kind === 'RESET' ? await planReset(deps, found, caller) : await planMigration(deps, found, input, caller)
  if ('__typename' in plan) return plan
  const typed = { password: input.password ?? '', confirmation: input.confirmation ?? '' }
  const secret = plan.kept ?? (await newSecret(deps, place, typed, plan.subject))
  if ('__typename' in secret) return secret

  return deps.db.$transaction((tx) => finish(tx, deps, plan, { handle: input.flow, caller }, secret, now))
}

/** Hashing took its time: every step before is judged again under the locks. */
async function finish(
  tx: Tx,
  deps: Deps,
  plan: PasswordPlan,
  { handle, caller }: { handle: string; caller: Caller },
  secret: { id: string } | { passwordHash: string },
  now: Date,
): Promise<PasswordSet | FlowClosed | WrongStep> {
  await lockOwner(tx, plan.subject.owner.id)
  const flow: Flow | null = await lockFlow(tx, handle, caller)
  const late = judgeStep(flow, 'setPassword', deps.settings.rules, now)
  if (late || !flow) return late ?? unknownFlow
  return plan.apply(tx, flow, secret, now)
}
