import type { Rules } from '../../domain/rules.ts'
import type { Flow } from '../../generated/prisma/client.ts'
import type { KeyRing } from '../../keys.ts'
import { type Counter, counters } from './counters.ts'

type Subject = Pick<Flow, 'kind' | 'realm' | 'accountId' | 'pair'>

/**
 * On whom a flow's wrong codes count, so that its caller sees it: the account, in a change of e-mail its changes alone, or in a
 * RESET the pair that was typed (everything a RESET's caller sees is a function of what was typed, or it tells who is an
 * owner).
 */
export function visibleTries(flow: Subject, rules: Rules): Counter {
  const { realm, kind } = flow
  if (kind === 'RESET') return counters.wrongCodesOnPair(realm, pairsOf(flow), rules)
  if (kind === 'EMAIL_CHANGE') return counters.wrongCodesOfChanges(realm, accountOf(flow), rules)
  return counters.wrongCodes(realm, accountOf(flow), rules)
}

/** What is counted besides, silently: wrong codes of a RESET and of a change of e-mail count on their account like all others (rule 1). */
export function silentTries(flow: Subject, rules: Rules): Counter[] {
  return flow.kind === 'MIGRATION' ? [] : [counters.wrongCodes(flow.realm, accountOf(flow), rules)]
}

/** The account of a flow, or for a RESET of a pair that opens nothing a subject that is nobody's: the same rows. */
export function accountOf(flow: Pick<Flow, 'accountId' | 'pair'>): string {
  return flow.accountId ?? nobodyOf(flow)
}

/** Stands in a counter for what a pair that opens nothing has not got: account, owner, address. */
export const nobodyOf = ({ pair }: Pick<Flow, 'pair'>) => `nobody ${Buffer.from(pair ?? []).toString('base64url')}`

export const pairsOf = ({ pair }: Pick<Flow, 'pair'>): readonly Uint8Array[] => [pair ?? new Uint8Array()]

/**
 * What a RESET's caller typed, as one subject, under each key of the ring, the newest first: every look-up and count of
 * it is made from here.
 */
export function resetPairs(
  keys: KeyRing,
  typed: { realm: string; identifierKey: string; email: string },
): [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]] {
  const under = (id: string) => keys.hmac(id, 'reset pair', typed.realm, typed.identifierKey, typed.email)
  return [under(keys.currentId), ...keys.ids.filter((id) => id !== keys.currentId).map(under)]
}
