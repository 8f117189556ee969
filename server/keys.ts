import { createHash, createHmac, createSecretKey } from 'node:crypto'
import { codeFromDigest } from './domain/code.ts'

/** Secrets kept outside the database. Each has an id, so that a key can be replaced while what it made still lives. */
export interface KeyRing {
  /** The key that new codes are derived under. */
  currentId: string
  /** Every key of the ring, the current one first: what an earlier one made still verifies. */
  ids: readonly string[]
  /** HMAC-SHA-256 of `parts` under key `id`, bound to one purpose. Throws when the ring has no such key. */
  hmac(id: string, purpose: string, ...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer>
}

/** A ring over raw keys (at least 32 bytes each), the newest first; `currentId` must be one of them. */
export function createKeyRing(keys: ReadonlyMap<string, Uint8Array>, currentId: string): KeyRing {
  if (!keys.has(currentId)) throw new Error(`no key ${currentId}`)
  // Made once: wrapping raw bytes anew for every HMAC costs more than the HMAC.
  const secrets = new Map([...keys].map(([id, key]) => [id, createSecretKey(key)]))
  return {
    currentId,
    ids: [currentId, ...[...keys.keys()].filter((id) => id !== currentId)],
    hmac(id, purpose, ...parts) {
      const key = secrets.get(id)
      if (!key) throw new Error(`no key ${id}`)
      const mac = createHmac('sha256', key)
      // Length-prefixed: ('ab','c') and ('a','bc') must never meet.
      for (const part of [purpose, ...parts]) {
        const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part
        const size = Buffer.alloc(4)
        size.writeUInt32BE(bytes.length)
        mac.update(size).update(bytes)
      }
      return new Uint8Array(mac.digest())
    },
  }
}

/** The 8 digits of a stored code: the same at each call, so that a retried mail carries the same code (rule 11). */
export function deriveCode(
  keys: KeyRing,
  code: { keyId: string; flowId: string; generation: number; salt: Uint8Array },
): string {
  return codeFromDigest((round) =>
    keys.hmac(code.keyId, 'code', code.flowId, String(code.generation), code.salt, String(round)),
  )
}

/** What is kept of a handle or a token. They are 256 random bits: a plain digest is enough. */
export function digestOf(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}
