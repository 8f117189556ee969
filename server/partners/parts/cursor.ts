import type { Deps } from '../../deps.ts'
import type { KeyRing } from '../../keys.ts'
import { seal, unseal } from '../../sealed.ts'
import type { FeedReader } from './feed.ts'

/** A place in the feed that tells nothing of how much happened elsewhere: the number counts every agency's events. */
export function writeCursor(
  deps: Pick<Deps, 'keys' | 'random'>,
  reader: Pick<FeedReader, 'realm' | 'partnerId'>,
  number: bigint,
): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(number)
  return Buffer.from(seal(deps, 'events cursor', owner(reader), bytes)).toString('base64url')
}

/** The number of such a place; null when this partner was not given it, in this realm. */
export function readCursor(
  keys: KeyRing,
  reader: Pick<FeedReader, 'realm' | 'partnerId'>,
  cursor: string,
): bigint | null {
  if (!/^[\w-]{1,200}$/.test(cursor)) return null
  const bytes = unseal(keys, 'events cursor', owner(reader), Buffer.from(cursor, 'base64url'))
  return bytes?.length === 8 ? Buffer.from(bytes).readBigUInt64BE() : null
}

const owner = ({ realm, partnerId }: Pick<FeedReader, 'realm' | 'partnerId'>) => `${realm} ${partnerId}`
