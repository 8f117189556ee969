import { judgeOpen } from '../../server/domain/flow.ts'
import type { Act } from '../act.ts'
import { findFlow, found } from '../parts/rows.ts'
import type { AnswerOf, InputOf } from '../shapes.ts'

export function cancelFlow(act: Act, input: InputOf<'cancelFlow'>): AnswerOf<'cancelFlow'> {
  const { now } = act
  const flow = findFlow(act, input.flow)
  const closed = judgeOpen(flow, now)
  if (closed) return closed
  const open = found(flow)
  open.endedAt = now
  open.end = 'CANCELLED'
  return { __typename: 'FlowCancelled', kind: open.kind }
}
