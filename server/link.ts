import { timingSafeEqual } from 'node:crypto'
import type { KeyRing } from './keys.ts'

/** What a link in a notice lets its reader do. One of a purpose is worth nothing for another. */
export type LinkPurpose = 'freeze link' | 'staff action'

/** The row that a link stands for (FreezeLink or StaffAction). */
export interface LinkRow {
  id: string
  keyId: string
}

/**
 * The secret of a notice's link: its row's id and an HMAC of it under a key outside the database, so that the mail can
 * be written at each attempt and nothing at rest opens it (docs/decisions: the one secret in a URL).
 */
export function linkToken(keys: KeyRing, purpose: LinkPurpose, row: LinkRow): string {
  const id = Buffer.from(row.id.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, keys.hmac(row.keyId, purpose, row.id)]).toString('base64url')
}

/** The id that a token names, before anything is known of it; null when it cannot be one. */
export function linkId(token: string): string | null {
  const bytes = /^[\w-]{64}$/.test(token) ? Buffer.from(token, 'base64url') : null
  if (bytes?.length !== 48) return null
  return bytes
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** True when `token` is the one of this row, for this purpose. False once the key it was made under has left the ring. */
export function isLinkToken(keys: KeyRing, purpose: LinkPurpose, row: LinkRow, token: string): boolean {
  if (!keys.ids.includes(row.keyId)) return false
  const [typed, own] = [Buffer.from(token), Buffer.from(linkToken(keys, purpose, row))]
  return typed.length === own.length && timingSafeEqual(typed, own)
}
