import type { SmtpLimits } from './relay-transport.ts'
import type { SendFacts } from './transport.ts'

export const attemptMs = 120_000
/** RFC 5321 §4.5.3.2.6: a filter may read the whole mail for as long. */
const verdictMs = 600_000

/** One end for all of an attempt: waiting for a line, opening it, every server tried, the mail, the answer. */
export interface AttemptLimit {
  /** Aborted at the end, with an error whose `code` is ETIMEDOUT, or when the attempt is ended from outside. */
  signal: AbortSignal
  /** The whole mail is on its way to a server: from now on nothing is left but to wait for its answer. */
  handedOver(): void
  clear(): void
}

/**
 * A server that trickles its answers is never silent for long: only a limit of the whole frees the place it holds. None
 * outlasts the message's own use either, so that no code is handed over which has expired on the way.
 */
export function limitAttempt({ signal, lifeMs }: SendFacts, limits: SmtpLimits): AttemptLimit {
  const ending = new AbortController()
  const began = performance.now()
  const expire = () => ending.abort(Object.assign(new Error('the attempt took too long'), { code: 'ETIMEDOUT' }))
  const cut = () => ending.abort(Object.assign(new Error('the attempt was ended'), { code: 'EABORTED' }))
  let timer = setTimeout(expire, Math.min(limits.attemptMs ?? attemptMs, lifeMs))
  signal.addEventListener('abort', cut, { once: true })
  if (signal.aborted) cut()
  return {
    signal: ending.signal,
    handedOver() {
      clearTimeout(timer)
      timer = setTimeout(expire, Math.min(limits.verdictMs ?? verdictMs, lifeMs - (performance.now() - began)))
    },
    clear() {
      clearTimeout(timer)
      signal.removeEventListener('abort', cut)
    },
  }
}
