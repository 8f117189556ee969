import { createHash } from 'node:crypto'
import type { AuditAnchor, Event, EventDetail } from '../generated/prisma/client.ts'
import type { KeyRing } from '../keys.ts'

/** A place in the chain: the event of this number, and its mac. */
export interface Seal {
  number: number
  mac: Uint8Array<ArrayBuffer>
}

/** What the first event of all is chained to. */
export const beforeAll: Seal = { number: 0, mac: new Uint8Array(32) }

/**
 * The mac of an event at its place: an HMAC of all it says, its number and the mac before it, under a key that the
 * database does not hold. An event changed, left out, put in or moved makes another one.
 */
export function macOf(
  keys: Pick<KeyRing, 'hmac'>,
  keyId: string,
  before: Uint8Array,
  event: Omit<Event, 'mac' | 'keyId'>,
): Uint8Array<ArrayBuffer> {
  const { id, number, realm, at, kind, accountId, flowId, facts, detailDigest } = event
  const said = [id, realm, at.toISOString(), kind, accountId, flowId, facts]
  return keys.hmac(keyId, 'audit event', before, String(number), inOneForm(said), detailDigest ?? '')
}

/** Of a detail's words with its salt: once both are erased, nobody can try addresses against what is left. */
export function digestOfDetail({ salt, words }: Pick<EventDetail, 'salt' | 'words'>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash('sha256')
      .update(inOneForm([salt, words]))
      .digest(),
  )
}

/** What proves that an anchor is ours. */
export function signatureOf(
  keys: Pick<KeyRing, 'hmac'>,
  anchor: Omit<AuditAnchor, 'signature'>,
): Uint8Array<ArrayBuffer> {
  return keys.hmac(anchor.keyId, 'audit anchor', String(anchor.number), anchor.mac, anchor.at.toISOString())
}

/** « 1204:9f3a… », as the log and `audit:verify` write a seal. */
export function writeSeal({ number, mac }: Seal): string {
  return `${number}:${Buffer.from(mac).toString('hex')}`
}

/** The seal that such a text names; null when it names none. */
export function readSeal(text: string): Seal | null {
  const [, number, hex] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  return number && hex ? { number: Number(number), mac: new Uint8Array(Buffer.from(hex, 'hex')) } : null
}

export function isSameMac(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && other !== null && Buffer.compare(one, other) === 0
}

/** JSON whose keys stand in one order: PostgreSQL keeps them in its own. */
function inOneForm(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
