import type { Deps } from '../deps.ts'
import type { CursorRefused } from '../domain/refusals.ts'
import { readCursor, writeCursor } from './parts/cursor.ts'
import { type AccountEvent, type FeedReader, readFeed } from './parts/feed.ts'

export interface EventPage {
  __typename: 'EventPage'
  events: AccountEvent[]
  /** Where to go on from; the same page's end, or as far as anything was numbered. */
  cursor: string
  hasMore: boolean
}

/**
 * What happened behind `after` (null: since the audit begins) to the accounts that a reader serves. Promise: going on from
 * the cursor of each page, a reader meets every event once, in one order. The cursor moves on where there is nothing for
 * this reader too, so that only who was away for as long as events are kept finds its place gone. Refuses with
 * CursorRefused UNKNOWN or PURGED.
 */
export async function readEvents(
  deps: Pick<Deps, 'db' | 'keys' | 'random'>,
  reader: FeedReader,
  { after, first }: { after: string | null; first: number },
): Promise<EventPage | CursorRefused> {
  const from = after === null ? null : readCursor(deps.keys, reader, after)
  if (after !== null && from === null) return { __typename: 'CursorRefused', reason: 'UNKNOWN' }
  // Before the events: what is numbered meanwhile is behind it, and read next time.
  const [kept] = await deps.db.$queryRaw<[{ purged: bigint; newest: bigint }]>`
    SELECT coalesce((SELECT max(number) FROM "AuditAnchor"), 0)::bigint AS purged,
      coalesce((SELECT max(number) FROM "Event"), 0)::bigint AS newest`
  if (from !== null && from < kept.purged) return { __typename: 'CursorRefused', reason: 'PURGED' }
  const begin = from ?? kept.purged
  const found = await readFeed(deps.db, reader, begin, first + 1)
  const page = found.slice(0, first)
  const hasMore = found.length > first
  const end = hasMore ? (page.at(-1)?.number ?? begin) : greatest(begin, kept.newest, page.at(-1)?.number ?? 0n)
  return {
    __typename: 'EventPage',
    events: page.map(({ number: _number, ...event }) => event),
    cursor: writeCursor(deps, reader, end),
    hasMore,
  }
}

const greatest = (...numbers: bigint[]) => numbers.reduce((a, b) => (a > b ? a : b))
