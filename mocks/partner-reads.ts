import { accountEventType } from '../server/domain/account-event.ts'
import { rightsOf } from '../server/domain/partner-key.ts'
import type { AccountState } from '../server/domain/staff-action.ts'
import type { Act } from './act.ts'
import { findAccount, found, inOrder, isServed, ownerOf } from './parts/rows.ts'
import type { ReadOf } from './shapes.ts'
import type { Account } from './state.ts'

// What only partners' keys read, as the server's partners/.

const greatestPage = 500
const standard = 100

export interface AccountsAsked {
  first?: number | null
  after?: string | null
  agency?: string | null
  state?: readonly AccountState[] | null
  migratedSince?: Date | null
}

/** A page of the accounts of the key's agencies, in the order of their identifiers. */
export function accounts(act: Act, { first, after, ...filter }: AccountsAsked): ReadOf<'accounts'> {
  if (!rightsOf(act.caller.key).readAccounts) return null
  const asked = inOrder(act.state.accounts.filter((account) => isAsked(act, account, filter)))
  const size = Math.min(Math.max(first ?? standard, 0), greatestPage)
  const rest = asked.filter(({ identifierKey }) => after == null || identifierKey > readCursor(after))
  const edges = rest.slice(0, size).map((account) => ({
    cursor: toBase64(account.identifierKey),
    node: {
      identifier: account.identifier,
      state: account.state,
      migratedAt: account.activatedAt,
      agency: ownerOf(act.state, account).agencyKey,
    },
  }))
  const ends = { startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null }
  const pageInfo = { hasNextPage: rest.length > size, hasPreviousPage: false, ...ends }
  return { edges, pageInfo, totalCount: asked.length }
}

function isAsked(act: Act, account: Account, { agency, state, migratedSince }: AccountsAsked): boolean {
  if (!isServed(act, account)) return false
  if (agency != null && ownerOf(act.state, account).agencyKey !== agency) return false
  if (state != null && !state.includes(account.state)) return false
  return migratedSince == null || (account.activatedAt !== null && account.activatedAt >= migratedSince)
}

/** What happened to the accounts of the key's agencies behind `after`. The mock forgets nothing: no cursor is PURGED. */
export function events(act: Act, { after, first }: { after?: string | null; first?: number | null }): ReadOf<'events'> {
  const { key } = act.caller
  if (!key || !rightsOf(key).readEvents) return null
  const from = after == null ? 0 : placeOf(after, key.partnerId)
  if (from === null) return { __typename: 'CursorRefused', reason: 'UNKNOWN' }
  const size = Math.min(Math.max(first ?? standard, 1), greatestPage)
  const identifierOf = (id: string) => found(findAccount(act.state, id)).identifier
  const behind = act.state.events.flatMap((event, number) => {
    const type = accountEventType(event.kind, null)
    const account = findAccount(act.state, event.accountId)
    if (number < from || !type || !account || !isServed(act, account)) return []
    const told = {
      ...{ id: `event-${number}`, type, at: event.at, account: account.identifier },
      ...{ sharing: event.sharing.map(identifierOf), agency: ownerOf(act.state, account).agencyKey },
      byThisPartner: event.partnerId === key.partnerId,
    }
    return [{ number, told }]
  })
  const page = behind.slice(0, size)
  const hasMore = behind.length > size
  const end = hasMore ? (page.at(-1)?.number ?? 0) + 1 : Math.max(from, act.state.events.length)
  return {
    __typename: 'EventPage',
    events: page.map(({ told }) => told),
    cursor: toBase64(JSON.stringify([key.partnerId, end])),
    hasMore,
  }
}

function placeOf(cursor: string, partnerId: string): number | null {
  const [owner, place] = /^\["(.*)",(\d+)\]$/.exec(readCursor(cursor))?.slice(1) ?? []
  return owner === partnerId ? Number(place) : null
}

function toBase64(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text))
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Nothing of ours is read as the beginning. */
function readCursor(cursor: string): string {
  try {
    const bytes = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  } catch {
    return ''
  }
}
