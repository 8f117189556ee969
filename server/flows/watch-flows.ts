import type { Deps } from '../deps.ts'
import { openCodes } from '../domain/code-life.ts'
import { currentStep, judgeOpen } from '../domain/flow.ts'
import type { Busy, FlowClosed, FlowStep } from '../domain/refusals.ts'
import { deliveryOf, type ToldDelivery, toldUntil } from '../domain/told-delivery.ts'
import type { Caller } from './caller.ts'
import { findFlow } from './parts/lock.ts'
import { createNewsStream, type NewsStream } from './parts/news-stream.ts'
import { readWatched, type WatchedFlow } from './parts/read-watched.ts'

/** How a flow stands, for who watches it: nothing that its handle could not ask for by `flow`. */
export interface FlowUpdate {
  __typename: 'FlowUpdate'
  step: FlowStep
  delivery: ToldDelivery | null
  codeValidUntil: Date | null
  expiresAt: Date
}

export type FlowNews = FlowUpdate | FlowClosed | Busy

export interface FlowWatch {
  /** The flow of a handle as it stands, then each change of it. Ends with the flow. Refuses with FlowClosed, Busy. */
  watch(handle: string, caller: Caller): Promise<NewsStream<FlowNews>>
  /** Ends every stream: who still wants to know asks another node. */
  stop(): void
}

const lookEveryMs = 1_000
const watchersPerFlow = 2
/** Of one node. Beyond it whoever comes is told to ask from time to time, which costs nobody a connection. */
export const greatestWatchers = 1_000
const busy: Busy = { __typename: 'Busy', retryAfterSeconds: 10 }

interface Watched {
  /** What its watchers were told last. */
  news: FlowNews
  streams: Set<NewsStream<FlowNews>>
}

/**
 * The flows watched on this node. Promise: one statement a second for all of them, none while there is none; a change
 * that any node makes is told within that second (no LISTEN: a listening connection is one more thing to lose).
 */
export function createFlowWatch(deps: Pick<Deps, 'db' | 'clock' | 'log' | 'settings'>): FlowWatch {
  const watched = new Map<string, Watched>()
  let watchers = 0
  let stopped = false
  let away = false
  let looking = false
  let timer: NodeJS.Timeout | null = null

  function enter(id: string, news: FlowNews, stream: NewsStream<FlowNews>): void {
    const known = watched.get(id)
    if (stopped || watchers >= greatestWatchers || (known && known.streams.size >= watchersPerFlow)) {
      stream.tell(busy)
      stream.end()
      return
    }
    watchers += 1
    if (known) known.streams.add(stream)
    else watched.set(id, { news, streams: new Set([stream]) })
    stream.tell(known?.news ?? news)
    timer ??= setInterval(look, lookEveryMs).unref()
  }

  function leave(id: string, stream: NewsStream<FlowNews>): void {
    const known = watched.get(id)
    if (!known?.streams.delete(stream)) return
    watchers -= 1
    if (known.streams.size === 0) watched.delete(id)
    if (watched.size > 0 || !timer) return
    clearInterval(timer)
    timer = null
  }

  async function look(): Promise<void> {
    // A database that is slow is not asked again before it has answered.
    if (looking) return
    looking = true
    try {
      const ids = [...watched.keys()]
      const flows = await readWatched(deps, ids)
      const now = deps.clock.now()
      for (const id of ids) tell(id, newsOf(flows.get(id) ?? null, deps, now))
      away = false
    } catch (error) {
      if (!away) deps.log.warn({ err: error }, 'watched flows could not be read')
      away = true
    } finally {
      looking = false
    }
  }

  function tell(id: string, news: FlowNews): void {
    const known = watched.get(id)
    if (!known || JSON.stringify(news) === JSON.stringify(known.news)) return
    known.news = news
    for (const stream of known.streams) {
      stream.tell(news)
      if (news.__typename !== 'FlowClosed') continue
      stream.end()
      leave(id, stream)
    }
  }

  return {
    async watch(handle, caller) {
      const row = await findFlow(deps.db, handle, caller)
      const flow = row && ((await readWatched(deps, [row.id])).get(row.id) ?? null)
      const news = newsOf(flow, deps, deps.clock.now())
      const id = row?.id ?? ''
      return createNewsStream<FlowNews>(
        (stream) => {
          if (news.__typename === 'FlowUpdate') return enter(id, news, stream)
          stream.tell(news)
          return stream.end()
        },
        (stream) => leave(id, stream),
      )
    },
    stop() {
      stopped = true
      for (const [id, { streams }] of watched) {
        for (const stream of streams) {
          stream.end()
          leave(id, stream)
        }
      }
    },
  }
}

function newsOf(flow: WatchedFlow | null, { settings: { rules } }: Pick<Deps, 'settings'>, real: Date): FlowNews {
  const now = new Date(real.getTime() + (flow?.aheadSeconds ?? 0) * 1000)
  const closed = judgeOpen(flow, now)
  if (closed || !flow) return closed ?? { __typename: 'FlowClosed', reason: 'UNKNOWN' }
  const [code] = openCodes(flow, flow.codes)
  return {
    __typename: 'FlowUpdate',
    step: currentStep(flow, rules, now),
    delivery: deliveryOf(flow, flow.codes, now),
    codeValidUntil: code ? toldUntil(flow, code, rules) : null,
    expiresAt: flow.expiresAt,
  }
}
