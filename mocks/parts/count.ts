import type { Limit } from '../../server/domain/rules.ts'
import { judgeTries, type TriesVerdict } from '../../server/domain/tries.ts'
import type { Act } from '../act.ts'
import type { Flow } from '../state.ts'

/** What is counted and on whom, as one key. */
export type Subject = `${string} ${string}`

export const countedAt = ({ state }: Act, subject: Subject): readonly Date[] => state.counted[subject] ?? []

export function count({ state, now }: Act, ...subjects: Subject[]): void {
  for (const subject of subjects) state.counted[subject] = [...(state.counted[subject] ?? []), now]
}

export const judge = (act: Act, subject: Subject, limits: readonly Limit[]): TriesVerdict =>
  judgeTries(countedAt(act, subject), limits, act.now)

/** A subject and within which windows it counts. */
export interface Counter {
  subject: Subject
  limits: readonly Limit[]
}

export const judged = (act: Act, counters: readonly Counter[]): TriesVerdict[] =>
  counters.map(({ subject, limits }) => judge(act, subject, limits))

/**
 * On whom a flow's wrong codes count so that its caller sees it: the account, in a change of e-mail its changes alone, in a
 * RESET the pair that was typed.
 */
export function triesOf(flow: Flow): Subject {
  if (flow.kind === 'RESET') return `WRONG_CODE_PAIR ${flow.pair}`
  return flow.kind === 'EMAIL_CHANGE' ? `WRONG_CODE_CHANGE ${accountOf(flow)}` : accountTriesOf(flow)
}

export const accountTriesOf = (flow: Flow): Subject => `WRONG_CODE ${accountOf(flow)}`

/** What closes an account to resets for a while. No device is ever known to a mock: all resets count. */
export const resetTriesOf = (flow: Pick<Flow, 'accountId' | 'pair'>): Subject => `WRONG_CODE_RESET ${accountOf(flow)}`

/** The account of a flow; of a RESET of a pair that opens nothing, nobody's. */
export const accountOf = ({ accountId, pair }: Pick<Flow, 'accountId' | 'pair'>) => accountId ?? `nobody ${pair}`
