import { isIP } from 'node:net'
import { GraphQLError } from 'graphql'
import type { Deps } from '../deps.ts'
import { type KeyRefusal, liveRealm, realmOfKey } from '../domain/partner-key.ts'
import type { Caller as FlowCaller } from '../flows/caller.ts'
import { acceptKey } from '../partners/accept-key.ts'
import { limitHeaders, secondsUntil } from './key-limit.ts'

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

type KeyFault = KeyRefusal | 'NEEDED'

/** The same for every unknown key, so that an answer tells nothing of near misses. */
const faults: Readonly<Record<KeyFault, [status: 401 | 403, message: string]>> = {
  NEEDED: [401, 'Send a partner’s key in the header Connexion-Key.'],
  UNKNOWN: [401, 'Unknown key.'],
  EXPIRED: [401, 'The key has expired.'],
  REVOKED: [401, 'The key was revoked.'],
  NETWORK: [403, 'The key may not be used from this network.'],
  ORIGIN: [403, 'The key may not be used from this origin: live keys are for servers, pk keys for their own pages.'],
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
    if (!site && !deps.settings.keylessApi) throw keyError('NEEDED')
    return { caller: { realm: liveRealm, key: null, clientAddress, userAgent, device }, headers: {} }
  }
  const accepted = await acceptKey(deps, text, { address: clientAddress, origin }, now)
  if ('refusal' in accepted) throw keyError(accepted.refusal)
  const { key, uses } = accepted
  const headers = limitHeaders(uses, now)
  if (uses.count > uses.most) throw rateError(secondsUntil(uses.endsAt, now), headers)
  const realm = realmOfKey(key.kind, key.partnerKey)
  // A browser may say what it likes of its address; a server that holds a key answers for what it says.
  const told = key.kind === 'PUBLISHABLE' ? null : request.headers.get('connexion-client-address')
  if (told !== null && isIP(told) === 0) throw addressError()
  return { caller: { realm, key, clientAddress: told ?? clientAddress, userAgent, device: null }, headers }
}

function keyError(fault: KeyFault): GraphQLError {
  const [status, message] = faults[fault]
  // RFC 9110: a 401 says what would be accepted.
  const headers = status === 401 ? { 'WWW-Authenticate': 'Connexion-Key' } : {}
  return new GraphQLError(message, { extensions: { code: `KEY_${fault}`, http: { status, headers } } })
}

function rateError(retryAfterSeconds: number, limit: Record<string, string>): GraphQLError {
  const headers = { ...limit, 'Retry-After': String(retryAfterSeconds) }
  const extensions = { code: 'RATE_LIMITED', retryAfterSeconds, http: { status: 429, headers } }
  return new GraphQLError('The key was used too often.', { extensions })
}

function addressError(): GraphQLError {
  const http = { status: 400, spec: false }
  return new GraphQLError('Connexion-Client-Address is no IP address.', {
    extensions: { code: 'CLIENT_ADDRESS', http },
  })
}
