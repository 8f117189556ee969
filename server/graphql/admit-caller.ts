import { GraphQLError } from 'graphql'
import type { Deps } from '../deps.ts'
import { type KeyRefusal, liveRealm, realmOfKey } from '../domain/partner-key.ts'
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
  /** The Origin it bears, and whether that is one of ours; absent or null: none. */
  origin?: { name: string; ours: boolean } | null
  /** Where the site keeps the token of a known device; absent for everybody else. */
  device?: FlowCaller['device']
}

/** The same for every unknown key, so that an answer tells nothing of near misses. */
const refusals: Readonly<Record<KeyRefusal, [status: 401 | 403, message: string]>> = {
  UNKNOWN: [401, 'Unknown key.'],
  EXPIRED: [401, 'The key has expired.'],
  REVOKED: [401, 'The key was revoked.'],
  NETWORK: [403, 'The key may not be used from this network.'],
  ORIGIN: [403, 'The key may not be used from this origin: live keys are for servers, pk keys for their own pages.'],
}

/**
 * Who calls, by the header `Connexion-Key`; the site, in process, has no key. Throws a GraphQLError with the status and
 * code (`KEY_UNKNOWN`, `KEY_EXPIRED`, `KEY_REVOKED`, `KEY_NETWORK`, `KEY_ORIGIN`) of a key that is refused.
 */
export async function admitCaller(deps: Deps, request: Request, caller: Caller, now: Date): Promise<FlowCaller> {
  const { clientAddress, site, device = null, origin = null } = caller
  const anyone = { realm: liveRealm, key: null, clientAddress, userAgent: request.headers.get('user-agent'), device }
  const text = site ? null : request.headers.get('connexion-key')
  if (text === null) return anyone
  const key = await acceptKey(deps, text, { address: clientAddress, origin }, now)
  if ('refusal' in key) throw keyError(key.refusal)
  return { ...anyone, key, realm: realmOfKey(key.kind, key.partnerKey) }
}

function keyError(refusal: KeyRefusal): GraphQLError {
  const [status, message] = refusals[refusal]
  // RFC 9110: a 401 says what would be accepted.
  const headers = status === 401 ? { 'WWW-Authenticate': 'Connexion-Key' } : {}
  return new GraphQLError(message, { extensions: { code: `KEY_${refusal}`, http: { status, headers } } })
}
