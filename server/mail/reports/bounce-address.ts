import { timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../../keys.ts'
import { bounceToken } from '../addressed.ts'

/**
 * The message that a bounce address of ours names, whatever its domain; null when no key of the ring made its token: a
 * forger must not be able to speak of any message. Every key is tried, each in constant time, and servers may have
 * changed the case of the local part.
 */
export function messageOfBounceAddress(keys: KeyRing, address: string): string | null {
  const [, token, hex] = /^bounce\+(([0-9a-f]{32})[0-9a-f]{16})@[^@]+$/.exec(address.toLowerCase()) ?? []
  if (!token || !hex) return null
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const typed = Buffer.from(token)
  const made = keys.ids.filter((keyId) => timingSafeEqual(typed, Buffer.from(bounceToken(keys, id, keyId))))
  return made.length > 0 ? id : null
}

const mostNamed = 20

/** The messages that `texts` name by bounce addresses of ours. One that repeats itself costs no more than a few HMACs. */
export function messagesNamed(keys: KeyRing, texts: readonly string[]): Set<string> {
  const found = texts.flatMap((text) => text.match(/bounce\+[0-9a-f]{48}@[a-z0-9.-]{1,253}/gi) ?? [])
  const addresses = [...new Set(found.map((address) => address.toLowerCase()))].slice(0, mostNamed)
  return new Set(addresses.flatMap((address) => messageOfBounceAddress(keys, address) ?? []))
}
