import type { Rules } from '../../domain/rules.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import type { KeyRing } from '../../keys.ts'
import { type Counter, counters } from './count.ts'

type Subject = Pick<Flow, 'kind' | 'realm' | 'accountId' | 'pair'>

/**
 * On whom a flow's wrong codes count, so that its caller sees it: the account, or in a RESET the pair that was typed
 * (everything a RESET's caller sees is a function of what was typed, or it tells who is an owner).
 */
export function visibleTries(flow: Subject, rules: Rules): Counter {
  return flow.kind === 'RESET'
    ? counters.wrongCodesOnPair(flow.realm, pairOf(flow), rules)
    : counters.wrongCodes(flow.realm, accountOf(flow), rules)
}

/** What is counted besides, silently: a RESET's wrong codes count on its account like all others (rule 1). */
export function silentTries(flow: Subject, rules: Rules): Counter[] {
  return flow.kind === 'RESET' ? [counters.wrongCodes(flow.realm, accountOf(flow), rules)] : []
}

/** The account of a flow, or for a RESET of a pair that opens nothing a subject that is nobody's: the same rows. */
export function accountOf(flow: Subject): string {
  return flow.accountId ?? `nobody ${pairOf(flow)}`
}

/** What a RESET's caller typed, as one subject: every look-up and count of it is made from here. */
export function resetPair(
  keys: KeyRing,
  typed: { realm: string; identifierKey: string; email: string },
): Uint8Array<ArrayBuffer> {
  return keys.hmac(keys.countingId, 'reset pair', typed.realm, typed.identifierKey, typed.email)
}

export function pairOf(flow: Pick<Flow, 'pair'>): string {
  return Buffer.from(flow.pair ?? []).toString('base64url')
}
