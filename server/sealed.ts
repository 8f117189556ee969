import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Deps } from './deps.ts'
import type { KeyRing } from './keys.ts'

/** What something sealed is for. One of a purpose opens as nothing else. */
export type SealPurpose = 'webhook secret' | 'events cursor'

const ivSize = 12
const tagSize = 16

/**
 * `plain`, readable only with the current key of the ring, which the database does not hold (AES-256-GCM). `context`: whose
 * it is; moved to another row it opens no more.
 */
export function seal(
  { keys, random }: Pick<Deps, 'keys' | 'random'>,
  purpose: SealPurpose,
  context: string,
  plain: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const id = Buffer.from(keys.currentId)
  const iv = random.bytes(ivSize)
  const cipher = createCipheriv('aes-256-gcm', keys.hmac(keys.currentId, 'seal', purpose), iv)
  cipher.setAAD(Buffer.from(context))
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.of(id.length), id, iv, cipher.getAuthTag(), hidden]))
}

/** What was sealed; null when it was not, was changed, is another's, or its key has left the ring. */
export function unseal(
  keys: KeyRing,
  purpose: SealPurpose,
  context: string,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> | null {
  const keyId = sealedUnder(sealed)
  const at = 1 + Buffer.byteLength(keyId)
  if (!keys.ids.includes(keyId) || sealed.length < at + ivSize + tagSize) return null
  const decipher = createDecipheriv('aes-256-gcm', keys.hmac(keyId, 'seal', purpose), sealed.subarray(at, at + ivSize))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(at + ivSize, at + ivSize + tagSize))
  try {
    const plain = decipher.update(sealed.subarray(at + ivSize + tagSize))
    return new Uint8Array(Buffer.concat([plain, decipher.final()]))
  } catch {
    return null
  }
}

/** The id of the key that something was sealed under. */
export function sealedUnder(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(1, 1 + (sealed[0] ?? 0))).toString('utf8')
}
