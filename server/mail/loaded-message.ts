import type { Deps } from '../deps.ts'
import { isSetOpen, validUntil } from '../domain/code-life.ts'
import type { Account, Prisma, PrismaClient } from '../generated/prisma/client.ts'

const facts = {
  account: { include: { owner: { include: { agency: true } }, credential: { include: { accounts: true } } } },
  code: { include: { flow: true } },
  freezeLink: true,
  staffAction: true,
} satisfies Prisma.MessageInclude

type Row = Prisma.MessageGetPayload<{ include: typeof facts }>
export type LoadedAccount = NonNullable<Row['account']>
export type LoadedMessage = Row & {
  /** What an act of the service changed or will change, in the order of the identifiers. Empty otherwise. */
  concerned: Account[]
}

/** Messages with all that their mails may speak of. Many at once cost little more than one. */
export async function loadMessages(db: PrismaClient, ids: readonly string[]): Promise<LoadedMessage[]> {
  const rows = await db.message.findMany({ where: { id: { in: [...ids] } }, include: facts })
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      concerned: row.staffAction && row.account ? await concernedBy(db, row, row.account) : [],
    })),
  )
}

/**
 * The accounts that an act of the service was recorded on in the transaction that queued its notice. They cannot be
 * found otherwise: a detached address has no credential left that would tell which accounts shared it.
 */
async function concernedBy(
  db: PrismaClient,
  { createdAt, staffActionId }: Row,
  { ownerId }: Account,
): Promise<Account[]> {
  const accounts = await db.account.findMany({ where: { ownerId }, orderBy: { identifierKey: 'asc' } })
  const recorded = await db.event.findMany({
    where: {
      accountId: { in: accounts.map(({ id }) => id) },
      at: createdAt,
      facts: { path: ['action'], equals: staffActionId ?? '' },
    },
    select: { accountId: true },
  })
  const ids = new Set(recorded.map(({ accountId }) => accountId))
  return accounts.filter(({ id }) => ids.has(id))
}

/** Why a message must not leave (any more), or null. A code that opens nothing would only mislead who receives it. */
export function whyDead(
  message: LoadedMessage,
  deps: Pick<Deps, 'settings'>,
  now: Date,
): 'NO RECIPIENT' | 'LATE' | 'DEAD CODE' | null {
  // Written for a pair of identifier and address that fits nobody, so that both cases write the same rows (rule 10).
  if (message.email === null || !message.account) return 'NO RECIPIENT'
  if (now >= message.giveUpAt) return 'LATE'
  if (!message.code) return null
  const { flow, ...code } = message.code
  const open = isSetOpen(flow) && code.codeSet === flow.codeSet && !flow.endedAt && flow.expiresAt > now
  const alive = !code.muted && !code.usedAt && validUntil(flow.kind, code, deps.settings.rules) > now
  return open && alive ? null : 'DEAD CODE'
}
