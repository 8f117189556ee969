import { openCodes } from '../server/domain/code-life.ts'
import { currentStep, judgeOpen } from '../server/domain/flow.ts'
import { rightsOf } from '../server/domain/partner-key.ts'
import { toldUntil } from '../server/domain/told-delivery.ts'
import type { Act } from './act.ts'
import { findFlow, found } from './parts/rows.ts'
import type { NewsOf } from './shapes.ts'
import { deliveryView } from './views.ts'

type News = NewsOf<'flowUpdated'>

/** Looked at more often than the server does: a developer who moves the clock wants to see it. */
const lookEveryMs = 200
const watchersPerFlow = 2

/**
 * The flow of a handle as it stands, then each change, until it ends; a third watcher of one flow is told Busy. `look`
 * gives what a step at this instant would see.
 */
export async function* watchFlow(
  look: () => Act,
  handle: string,
  watched: Map<string, number>,
  gone: AbortSignal,
): AsyncGenerator<News> {
  const watchers = watched.get(handle) ?? 0
  if (watchers >= watchersPerFlow) return yield { __typename: 'Busy', retryAfterSeconds: 10 }
  watched.set(handle, watchers + 1)
  try {
    let told = ''
    while (!gone.aborted) {
      const news = newsOf(look(), handle)
      const text = JSON.stringify(news)
      if (text !== told) yield news
      told = text
      if (news.__typename === 'FlowClosed') return
      await new Promise((settle) => setTimeout(settle, lookEveryMs))
    }
  } finally {
    watched.set(handle, (watched.get(handle) ?? 1) - 1)
  }
}

function newsOf(act: Act, handle: string): News {
  if (!rightsOf(act.caller.key).flows) return { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  const flow = findFlow(act, handle)
  const closed = judgeOpen(flow, act.now)
  if (closed) return closed
  const open = found(flow)
  const [code] = openCodes(open, open.codes)
  return {
    __typename: 'FlowUpdate',
    step: currentStep(open, act.rules, act.now),
    delivery: deliveryView(act, open),
    codeValidUntil: code ? toldUntil(open, code, act.rules) : null,
    expiresAt: open.expiresAt,
  }
}
