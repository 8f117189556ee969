import type { KeyRefusal } from './partner-key.ts'

/** What a request is told that is let in nowhere: an error of GraphQL's, with a status and headers of HTTP's. */
export interface TurnedAway {
  status: number
  message: string
  code: string
  headers: Readonly<Record<string, string>>
  retryAfterSeconds?: number
}

/** NEEDED: it came without a key, where every program has one. */
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

export function keyRefused(fault: KeyFault): TurnedAway {
  const [status, message] = faults[fault]
  // RFC 9110: a 401 says what would be accepted.
  return {
    status,
    message,
    code: `KEY_${fault}`,
    headers: status === 401 ? { 'WWW-Authenticate': 'Connexion-Key' } : {},
  }
}

/** `limit`: what every answer says of the key's minute. */
export function usedTooOften(retryAfterSeconds: number, limit: Readonly<Record<string, string>>): TurnedAway {
  const headers = { ...limit, 'Retry-After': String(retryAfterSeconds) }
  return { status: 429, message: 'The key was used too often.', code: 'RATE_LIMITED', headers, retryAfterSeconds }
}

export const noClientAddress: TurnedAway = {
  ...{ status: 400, message: 'Connexion-Client-Address is no IP address.', code: 'CLIENT_ADDRESS', headers: {} },
}
