import type { Deps } from '../deps.ts'
import type { Locale } from '../domain/refusal-words.ts'
import type { Caller } from '../flows/caller.ts'
import type { useSession } from '../flows/use-session.ts'
import type { FlowWatch } from '../flows/watch-flows.ts'
import type { Outcome } from './idempotency.ts'

/** What a resolver knows of the request it serves. */
export interface Context {
  deps: Deps
  caller: Caller
  /** The language of refusal messages, by Accept-Language. */
  locale: Locale
  /** The instant that everything read in this request is judged at. */
  now: Date
  /** Aborted when whoever asked has gone. */
  gone(): AbortSignal
  /** The flows that are listened to on this node. */
  flowWatch: FlowWatch
  /** What the request's mutation answers. */
  outcome: Outcome
  /** The session of the bearer token, read once on first need; null when there is none that lives. */
  session(): ReturnType<typeof useSession>
}
