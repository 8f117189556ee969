import { isIP } from 'node:net'
import { GraphQLError } from 'graphql'
import type { Deps } from '../deps.ts'
import { limitHeaders, secondsUntil } from '../domain/key-limit.ts'
import { liveRealm, realmOfKey } from '../domain/partner-key.ts'
import { keyRefused, noClientAddress, type TurnedAway, usedTooOften } from '../domain/turned-away.ts'
import type { Caller as FlowCaller } from '../flows/caller.ts'
import { acceptKey } from '../partners/accept-key.ts'

/** Who sent a request, as the HTTP edge knows it. */
export interface Caller {
  /** The address of the socket (or a configured proxy's word for it). */
  clientAddress: string
  /** The host name that was asked. */
  host: string
  /** True when the site calls in process. */
  site: boolean
  /** True when it asks by the ids of the site's own documents, and may ask nothing else; absent: in full. */
  persisted?: boolean
  /** The Origin it bears, and whether that is one of ours; absent or null: none. */
  origin?: { name: string; ours: boolean } | null
  /** Where the site keeps the token of a known device; absent for everybody else. */
  device?: FlowCaller['device']
}

export interface Admitted {
  caller: FlowCaller
  /** What the answer says of the key's limit. */
  headers: Record<string, string>
}

/**
 * Who calls, by the header `Connexion-Key`; the site, in process, has no key. Throws a GraphQLError with the status and
 * code of a key that is refused (`KEY_NEEDED`, `KEY_UNKNOWN`, `KEY_EXPIRED`, `KEY_REVOKED`, `KEY_NETWORK`, `KEY_ORIGIN`),
 * of one that was used too often (`RATE_LIMITED`), or of a `Connexion-Client-Address` that is none (`CLIENT_ADDRESS`).
 */
export async function admitCaller(deps: Deps, request: Request, caller: Caller, now: Date): Promise<Admitted> {
  const { clientAddress, site, device = null, origin = null } = caller
  const userAgent = request.headers.get('user-agent')
  const text = site ? null : request.headers.get('connexion-key')
  if (text === null) {
    if (!site && !deps.settings.keylessApi) throw turnedAway(keyRefused('NEEDED'))
    return { caller: { realm: liveRealm, key: null, clientAddress, userAgent, device }, headers: {} }
  }
  const accepted = await acceptKey(deps, text, { address: clientAddress, origin }, now)
  if ('refusal' in accepted) throw turnedAway(keyRefused(accepted.refusal))
  const { key, uses } = accepted
  const headers = limitHeaders(uses, now)
  if (uses.count > uses.most) throw turnedAway(usedTooOften(secondsUntil(uses.endsAt, now), headers))
  const realm = realmOfKey(key.kind, key.partnerKey)
  // A browser may say what it likes of its address; a server that holds a key answers for what it says.
  const told = key.kind === 'PUBLISHABLE' ? null : request.headers.get('connexion-client-address')
  if (told !== null && isIP(told) === 0) throw turnedAway(noClientAddress)
  return { caller: { realm, key, clientAddress: told ?? clientAddress, userAgent, device: null }, headers }
}

function turnedAway({ message, status, headers, ...extensions }: TurnedAway): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, http: { status, headers, spec: false } } })
}
