/** Why a page stops the journey; the error page tells it in words. */
export type StopFacts =
  | { stop: 'lost' }
  /** The same for a forgotten password, which begins anew elsewhere. */
  | { stop: 'forgotten' }
  | { stop: 'tooMany'; retryAt: string | null }
  | { stop: 'busy'; retryAfterSeconds: number }
  | { stop: 'notFound' }
  /** A request of no page of ours: another method, a foreign origin. */
  | { stop: 'refused' }

/** Narrows what an error boundary caught. Anything else is a fault of ours. */
export function isStopFacts(caught: unknown): caught is StopFacts {
  return typeof caught === 'object' && caught !== null && 'stop' in caught
}
