import { timingSafeEqual } from 'node:crypto'
import type { KeyRing } from './keys.ts'

/**
 * The secret of a « Ce n'est pas moi » link: its id and an HMAC of it under a key outside the database, so that the
 * mail can be written at each attempt and nothing at rest opens it (docs/decisions: the one secret in a URL).
 */
export function freezeToken(keys: KeyRing, link: { id: string; keyId: string }): string {
  const id = Buffer.from(link.id.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, keys.hmac(link.keyId, 'freeze link', link.id)]).toString('base64url')
}

/** The id that a token names, before anything is known of it; null when it cannot be one. */
export function freezeLinkId(token: string): string | null {
  const bytes = /^[\w-]{64}$/.test(token) ? Buffer.from(token, 'base64url') : null
  if (bytes?.length !== 48) return null
  return bytes
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** True when `token` is the one of this link. */
export function isFreezeToken(keys: KeyRing, link: { id: string; keyId: string }, token: string): boolean {
  const [typed, own] = [Buffer.from(token), Buffer.from(freezeToken(keys, link))]
  return typed.length === own.length && timingSafeEqual(typed, own)
}
