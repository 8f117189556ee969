import type { Event, EventDetail, PrismaClient } from '../generated/prisma/client.ts'
import type { KeyRing } from '../keys.ts'
import { digestOfDetail, isSameMac, macOf } from './chain.ts'

/** The first number at which the audit is not what was sealed. */
export interface AuditFault {
  number: number
  /**
   * MISSING: no event has that number. EDITED: it, or what stands before it, is not what was sealed. DETAIL: its detail
   * was changed, or taken away without an erasure of its owner. ANCHOR: the purge that ended there is not ours. KEY: the
   * key ring no longer holds the key it was sealed under. OTHER: the log tells another event of that number.
   */
  reason: 'MISSING' | 'EDITED' | 'DETAIL' | 'ANCHOR' | 'KEY' | 'OTHER'
}

/**
 * Whether the event found where `number` is expected is the one that was sealed behind `before`. Null: it is.
 * `erased`: the accounts whose details may be gone.
 */
export function judgeEvent(
  keys: KeyRing,
  found: Event & { detail: EventDetail | null },
  number: number,
  before: Uint8Array,
  erased: ReadonlySet<string>,
): AuditFault['reason'] | null {
  const { detail, mac, keyId, ...event } = found
  if (event.number !== BigInt(number)) return 'MISSING'
  if (keyId === null || !keys.ids.includes(keyId)) return 'KEY'
  if (!isSameMac(mac, macOf(keys, keyId, before, event))) return 'EDITED'
  if (detail) return isSameMac(event.detailDigest, digestOfDetail(detail)) ? null : 'DETAIL'
  return event.detailDigest && !erased.has(event.accountId ?? '') ? 'DETAIL' : null
}

/** Accounts whose owner was erased: their details may be gone. The event that says so is in the chain itself. */
export async function erasedAccounts(db: Pick<PrismaClient, 'event'>): Promise<ReadonlySet<string>> {
  const events = await db.event.findMany({ where: { kind: 'OWNER_ERASED' }, select: { accountId: true } })
  return new Set(events.flatMap(({ accountId }) => accountId ?? []))
}
