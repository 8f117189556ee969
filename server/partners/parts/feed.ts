import type { Deps } from '../../deps.ts'
import { type AccountEventType, accountEventType, toldActs, toldKinds } from '../../domain/account-event.ts'
import { Prisma } from '../../generated/prisma/client.ts'

/** Whose events are read: those of accounts of `agencyIds`, in one realm. */
export interface FeedReader {
  realm: string
  partnerId: string
  agencyIds: readonly string[]
}

/** What happened to an account, as a partner is told: nothing of a person. */
export interface AccountEvent {
  id: string
  type: AccountEventType
  at: Date
  /** The identifier of the account. */
  account: string
  /** Identifiers of the owner's other accounts that it happened to as well. */
  sharing: string[]
  /** The key of its agency. */
  agency: string
  /** It came by this partner's own key. */
  byThisPartner: boolean
}

/** An event with its place in the feed: the number that the audit's sealer gave it. */
export interface NumberedEvent extends AccountEvent {
  number: bigint
}

interface Row {
  id: string
  number: bigint
  at: Date
  kind: string
  facts: { kind?: string; partner?: string; sharing?: string }
  identifier: string
  agency: string
}

/**
 * The next events behind `after`, in the order of their numbers. The sealer numbers what is committed, one node at a
 * time, to its transaction's end: no smaller number ever appears behind one that was read, whatever order flows commit
 * in. What it has not numbered yet is read next time. An owner who was forgotten (GDPR) is no longer told of.
 */
export async function readFeed(
  db: Pick<Deps['db'], '$queryRaw' | 'account'>,
  reader: FeedReader,
  after: bigint,
  most: number,
): Promise<NumberedEvent[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id, e.number, e.at, e.kind, e.facts, e.identifier, e.agency
    FROM unnest(${[...toldKinds]}::text[]) AS told (kind), LATERAL (${ofKind(reader, after, most)}) AS e
    ORDER BY e.number LIMIT ${most}`
  return describe(db, reader, rows)
}

/** The same events by their ids, in no order; those that are gone or not this reader's are left out. */
export async function readFeedEvents(
  db: Pick<Deps['db'], '$queryRaw' | 'account'>,
  reader: FeedReader,
  ids: readonly string[],
): Promise<NumberedEvent[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id, e.number, e.at, e.kind, e.facts, a.identifier, g.key AS agency
    FROM "Event" AS e ${ofAgencies(reader)} WHERE e.id = ANY(${[...ids]}::uuid[]) AND ${isTold(reader)}`
  return describe(db, reader, rows)
}

/** SQL: at most so many ids of events behind `after`, the earliest first, of one kind: by its index, whatever else there is. */
function ofKind(reader: FeedReader, after: bigint, most: number): Prisma.Sql {
  return Prisma.sql`
    SELECT e.id, e.number, e.at, e.kind, e.facts, a.identifier, g.key AS agency
    FROM "Event" AS e ${ofAgencies(reader)}
    WHERE e.kind = told.kind AND e.number > ${after} AND ${isTold(reader)}
    ORDER BY e.number LIMIT ${most}`
}

const ofAgencies = ({ agencyIds }: FeedReader) => Prisma.sql`
  JOIN "Account" AS a ON a.id = e."accountId" JOIN "Owner" AS o ON o.id = a."ownerId"
  JOIN "Agency" AS g ON g.id = o."agencyId" AND g.id = ANY(${[...agencyIds]}::uuid[])`

const isTold = ({ realm }: FeedReader) => Prisma.sql`
  e.realm = ${realm} AND e.number IS NOT NULL
  AND (e.kind <> 'STAFF_ACTION_DONE' OR e.facts ->> 'kind' = ANY(${[...toldActs]}::text[]))`

async function describe(
  db: Pick<Deps['db'], 'account'>,
  { partnerId }: FeedReader,
  rows: readonly Row[],
): Promise<NumberedEvent[]> {
  const sharingIds = ({ facts }: Row) => (facts.sharing ? facts.sharing.split(' ') : [])
  const named = rows.flatMap(sharingIds)
  const others = named.length > 0 ? await db.account.findMany({ where: { id: { in: named } } }) : []
  const identifiers = new Map(others.map(({ id, identifier }) => [id, identifier]))
  return rows.flatMap((row) => {
    const { id, number, at, kind, facts, identifier: account, agency } = row
    const type = accountEventType(kind, facts)
    const sharing = sharingIds(row).flatMap((other) => identifiers.get(other) ?? [])
    return type ? [{ id, number, at, type, account, sharing, agency, byThisPartner: facts.partner === partnerId }] : []
  })
}
