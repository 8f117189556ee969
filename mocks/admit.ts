import { type KeyUses, limitHeaders, secondsUntil, usesOf, windowAt } from '../server/domain/key-limit.ts'
import { clientNetwork } from '../server/domain/network.ts'
import { judgeKey, liveRealm } from '../server/domain/partner-key.ts'
import type { Rules } from '../server/domain/rules.ts'
import { keyRefused, noClientAddress, type TurnedAway, usedTooOften } from '../server/domain/turned-away.ts'
import type { Caller, CallerKey, Sender } from './act.ts'
import type { MockKey } from './keys.ts'
import type { State } from './state.ts'

export interface Admitted {
  caller: Caller
  /** What the answer says of the key's minute. */
  headers: Record<string, string>
}

/** Who calls, by the header `Connexion-Key`, as the server's admit-caller.ts. `keyless`: whether a program needs none. */
export function admit(
  state: State,
  { rules, keyless }: { rules: Rules; keyless: boolean },
  headers: Headers,
  sender: Sender,
  now: Date,
): Admitted | TurnedAway {
  const { clientAddress, userAgent } = sender
  const text = headers.get('connexion-key')
  if (text === null) {
    if (!keyless) return keyRefused('NEEDED')
    return { caller: { realm: liveRealm, key: null, clientAddress, userAgent }, headers: {} }
  }
  const key = state.keys.find(({ secret }) => secret === text)
  if (!key) return keyRefused('UNKNOWN')
  const origin = sender.origin === null ? null : { name: sender.origin, ours: false }
  const refusal = judgeKey(key, { origin, networkAllowed: true }, now)
  if (refusal) return keyRefused(refusal)
  const uses = countUse(state, rules, key, clientAddress, now)
  const limit = limitHeaders(uses, now)
  if (uses.count > uses.most) return usedTooOften(secondsUntil(uses.endsAt, now), limit)
  const told = key.kind === 'PUBLISHABLE' ? null : headers.get('connexion-client-address')
  if (told !== null && !isAddress(told)) return noClientAddress
  const caller = { realm: liveRealm, key: callerKey(state, key), clientAddress: told ?? clientAddress, userAgent }
  return { caller, headers: limit }
}

/** In the minute under way; of a publishable key, by one client network. */
function countUse(state: State, rules: Rules, key: MockKey, address: string, now: Date): KeyUses {
  const window = windowAt(now, usesOf(key.kind, rules))
  const counted = key.kind === 'PUBLISHABLE' ? `${key.id} ${clientNetwork(address)}` : key.id
  const before = state.keyUses[counted]
  const count = before && before.from.getTime() === window.beginsAt.getTime() ? before.count + 1 : 1
  state.keyUses[counted] = { from: window.beginsAt, count }
  return { ...window, count, most: usesOf(key.kind, rules).max }
}

/** `closedIds`: keys of its partner whose flows and sessions it does not go on with. */
function callerKey(state: State, { id, partnerId, partner, kind, scopes, agencyIds }: MockKey): CallerKey {
  const isClosed = (one: MockKey) =>
    one.revokedAt !== null ||
    one.agencyIds.some((agency) => !agencyIds.includes(agency)) ||
    (kind === 'PUBLISHABLE' && one.kind !== 'PUBLISHABLE')
  const closed = state.keys.filter((one) => one.partnerId === partnerId && isClosed(one))
  return { id, partnerId, partner, kind, scopes, agencyIds, closedIds: closed.map((one) => one.id) }
}

/** IPv4 or IPv6, as far as a browser can tell. */
function isAddress(text: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1)
  if (parts) return parts.every((part) => Number(part) <= 255)
  return text.includes(':') && URL.canParse(`http://[${text}]/`)
}
