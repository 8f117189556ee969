import type { IdempotencyRefused } from './refusals.ts'

/** What is kept of a request that may be sent again (`Idempotency-Key`), as far as an equal one is judged by it. */
export interface KeptFacts {
  expiresAt: Date
  /** Null: it is being carried out. */
  answeredAt: Date | null
  /** False: what it answered was wiped, because it held a secret. */
  hasAnswer: boolean
  /** Until when an answer that holds a secret is given again; null: it holds none. */
  secretUntil: Date | null
}

/** GONE: as if it had never been. PENDING: the first one is not answered yet. REPLAY: its answer is given again. */
export type KeptVerdict = 'GONE' | 'PENDING' | 'REPLAY' | Exclude<IdempotencyRefused['reason'], 'MALFORMED'>

/** `isSameBody`: whether the request that comes now says the same, word for word. */
export function judgeKept(kept: KeptFacts, isSameBody: () => boolean, now: Date): KeptVerdict {
  const { expiresAt, answeredAt, hasAnswer, secretUntil } = kept
  if (expiresAt <= now) return 'GONE'
  if (!isSameBody()) return 'OTHER_REQUEST'
  if (!answeredAt) return 'PENDING'
  return !hasAnswer || (secretUntil && secretUntil <= now) ? 'SECRET_OVER' : 'REPLAY'
}

/** `"8e03978e-…"` as the draft writes it (a string of structured fields), or bare; null: too short to be nobody else's. */
export function readRepeatKey(header: string): string | null {
  const text = /^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim()
  return /^[\x21-\x7e]{16,255}$/.test(text) ? text : null
}

/** Whose request it is: the partner's with the same rights, else anybody's; of one session and one flow. */
export function repeatScope(
  realm: string,
  key: { partnerId: string; scopes: readonly string[]; agencyIds: readonly string[] } | null,
  { authorization, flow }: { authorization: string | null; flow: string | null },
): string[] {
  // A key that could not have asked for it gets no answer of one that could.
  const rights = [...(key?.scopes ?? []), ...(key?.agencyIds ?? [])].toSorted().join(' ')
  return [realm, key?.partnerId ?? '', rights, authorization ?? '', flow ?? '']
}

/** Whether what a mutation answered is kept: not what says « not now », and nothing of what the key does not allow. */
export function isAnswer(answer: object): boolean {
  const said = '__typename' in answer ? answer.__typename : null
  return said !== 'Busy' && said !== 'NotAllowed'
}

/** A token or a handle: given again for minutes only. */
export function holdsSecret(answer: object): boolean {
  return ('token' in answer && answer.token !== null) || 'handle' in answer
}
