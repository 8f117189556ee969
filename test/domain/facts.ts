import type { CodeFacts } from '../../server/domain/code-life.ts'
import type { FlowFacts } from '../../server/domain/flow.ts'

/** The instant most of these tests happen at. */
export const now = new Date('2026-11-22T13:05:00.000Z')

export const later = (time: { hours?: number; minutes?: number; seconds?: number; ms?: number }, from = now): Date =>
  new Date(
    from.getTime() +
      (((time.hours ?? 0) * 60 + (time.minutes ?? 0)) * 60 + (time.seconds ?? 0)) * 1000 +
      (time.ms ?? 0),
  )

/** A migration that waits for the code mailed to its address, with `changes`. */
export function flowFacts(changes: Partial<FlowFacts> = {}): FlowFacts {
  return {
    kind: 'MIGRATION',
    step: 'ENTER_CODE',
    email: 'marie@orange.fr',
    emailTyped: true,
    emailFixed: false,
    codeSet: 1,
    triesAllowed: 5,
    triesSpent: 0,
    lateResentAt: null,
    verifiedAt: null,
    expiresAt: later({ hours: 24 }),
    endedAt: null,
    end: null,
    ...changes,
  }
}

/** The code of that migration, accepted by the mail server as soon as it was issued, with `changes`. */
export function codeFacts(changes: Partial<CodeFacts & { digits: string }> = {}): CodeFacts & { digits: string } {
  return {
    digits: '86991277',
    codeSet: 1,
    generation: 1,
    email: 'marie@orange.fr',
    muted: false,
    issuedAt: now,
    attemptedAt: now,
    acceptedAt: now,
    usedAt: null,
    ...changes,
  }
}
