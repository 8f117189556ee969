import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../keys.ts'

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** What seals one kept answer. Made of the client's own key and one of ours: neither alone opens it. */
export interface Seal {
  /** Says whether another body is the same one, and nothing else of it. */
  macOf(body: string): Uint8Array<ArrayBuffer>
  isMac(mac: Uint8Array, body: string): boolean
  close(answer: string, nonce: Uint8Array): Uint8Array<ArrayBuffer>
  /** Throws when it was closed under another key, or touched. */
  open(sealed: Uint8Array): string
}

/** `id`: of the kept answer, so that no two share a secret. */
export function createSeal(keys: KeyRing, keyId: string, id: Uint8Array, clientKey: string): Seal {
  const root = keys.hmac(keyId, 'kept answer', id, clientKey)
  const derive = (what: string) => new Uint8Array(hkdfSync('sha256', root, id, what, 32))
  const macOf = (body: string) => new Uint8Array(createHmac('sha256', derive('body')).update(body).digest())
  return {
    macOf,
    isMac: (mac, body) => timingSafeEqual(mac, macOf(body)),
    close(answer, nonce) {
      const sealing = createCipheriv(cipher, derive('answer'), nonce)
      const text = Buffer.concat([sealing.update(answer, 'utf8'), sealing.final()])
      return new Uint8Array(Buffer.concat([nonce, sealing.getAuthTag(), text]))
    },
    open(sealed) {
      const nonce = sealed.subarray(0, nonceBytes)
      const opening = createDecipheriv(cipher, derive('answer'), nonce)
      opening.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
      const text = opening.update(sealed.subarray(nonceBytes + tagBytes))
      return Buffer.concat([text, opening.final()]).toString('utf8')
    },
  }
}
