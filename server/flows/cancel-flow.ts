import type { Deps } from '../deps.ts'
import { type FlowKind, judgeOpen } from '../domain/flow.ts'
import type { FlowClosed } from '../domain/refusals.ts'
import type { Caller } from './caller.ts'
import { lockFlow } from './parts/lock.ts'
import { record } from './parts/record.ts'

export interface FlowCancelled {
  __typename: 'FlowCancelled'
  kind: FlowKind
}

/** Ends a flow at its caller's wish. Promise: everything else stays as it was before it began. Refuses with FlowClosed. */
export async function cancelFlow(
  deps: Deps,
  input: { flow: string },
  caller: Caller,
): Promise<FlowCancelled | FlowClosed> {
  const now = deps.clock.now()
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, input.flow, caller)
    const closed = judgeOpen(flow, now)
    if (closed || !flow) return closed ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
    await tx.flow.update({ where: { id: flow.id }, data: { endedAt: now, end: 'CANCELLED' } })
    await record(
      tx,
      { realm: flow.realm, kind: 'FLOW_CANCELLED', at: now, accountId: flow.accountId, flowId: flow.id },
      caller,
    )
    return { __typename: 'FlowCancelled', kind: flow.kind }
  })
}
