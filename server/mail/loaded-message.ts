import type { Deps } from '../deps.ts'
import { isSetOpen, validUntil } from '../domain/code-life.ts'
import type { Account, Agency, Prisma, PrismaClient } from '../generated/prisma/client.ts'

const facts = {
  account: { include: { owner: { include: { agency: true } }, credential: { include: { accounts: true } } } },
  code: { include: { flow: true } },
  freezeLink: true,
  staffAction: true,
} satisfies Prisma.MessageInclude

const webhookFacts = {
  partner: { select: { agencyIds: true } },
  deliveries: { where: { lastAnswer: { not: null } }, orderBy: { lastAttemptAt: 'desc' }, take: 1 },
} satisfies Prisma.WebhookInclude

type LoadedWebhook = Prisma.WebhookGetPayload<{ include: typeof webhookFacts }>
type Row = Prisma.MessageGetPayload<{ include: typeof facts }>
export type LoadedAccount = NonNullable<Row['account']>
export type LoadedMessage = Row & {
  /** The cabinet in whose name it goes out; null: it was written for nobody. */
  sender: Agency | null
  /** What a notice to a partner is about; null: it is to somebody else. */
  webhook: LoadedWebhook | null
  /**
   * What an act of the service changed or will change, what a freeze closed, or what the notice's own button blocks: in
   * the order of the identifiers.
   */
  concerned: Account[]
  /** The owner has other accounts that are open. */
  othersOpen: boolean
}

/** Messages with all that their mails may speak of. Many at once cost little more than one. */
export async function loadMessages(db: PrismaClient, ids: readonly string[]): Promise<LoadedMessage[]> {
  const rows = await db.message.findMany({ where: { id: { in: [...ids] } }, include: facts })
  return Promise.all(
    rows.map(async (row) => {
      // Asked for by name: with the other facts it would be looked for behind every code that leaves.
      const webhook = row.webhookId === null ? null : await findWebhook(db, row.webhookId)
      const sender = row.account?.owner.agency ?? (webhook && (await firstServed(db, webhook.partner)))
      if (!row.account || row.code) return { ...row, webhook, sender, concerned: [], othersOpen: false }
      const { ownerId } = row.account
      const accounts = await db.account.findMany({ where: { ownerId }, orderBy: { identifierKey: 'asc' } })
      const ids = await concernedBy(db, row, accounts)
      const concerned = accounts.filter(({ id, state }) => ids.has(id) && !(row.freezeLink && shut.has(state)))
      const othersOpen = accounts.some(({ id, state }) => !ids.has(id) && !shut.has(state))
      return { ...row, webhook, sender, concerned, othersOpen }
    }),
  )
}

function findWebhook(db: PrismaClient, id: string): Promise<LoadedWebhook | null> {
  return db.webhook.findUnique({ where: { id }, include: webhookFacts })
}

/** The first cabinet that a partner was entrusted with: its people answer what is written back. */
function firstServed(db: PrismaClient, { agencyIds: [id] }: { agencyIds: string[] }): Promise<Agency | null> {
  return db.agency.findFirst({ where: id === undefined ? { isDefault: true } : { id } })
}

const shut: ReadonlySet<string> = new Set(['ISSUED', 'CLOSED'])

/**
 * The accounts that a freeze or an act of the service was recorded on in the transaction that queued its notice. They
 * cannot be found otherwise: a detached address has no credential left that would tell which accounts shared it. A
 * notice with « Ce n'est pas moi » speaks of what its button blocks, however late it leaves.
 */
async function concernedBy(
  db: PrismaClient,
  { createdAt, staffActionId, freezeLink }: Row,
  accounts: readonly Account[],
): Promise<Set<string | null>> {
  if (freezeLink) {
    const own = accounts.filter(({ credentialId }) => credentialId === freezeLink.credentialId)
    return new Set([...freezeLink.accountIds, ...own.map(({ id }) => id)])
  }
  const recorded = await db.event.findMany({
    where: {
      accountId: { in: accounts.map(({ id }) => id) },
      at: createdAt,
      ...(staffActionId ? { facts: { path: ['action'], equals: staffActionId } } : { kind: 'CREDENTIAL_FROZEN' }),
    },
    select: { accountId: true },
  })
  return new Set(recorded.map(({ accountId }) => accountId))
}

/** Why a message must not leave (any more), or null. A code that opens nothing would only mislead who receives it. */
export function whyDead(
  message: LoadedMessage,
  deps: Pick<Deps, 'settings'>,
  now: Date,
): 'NO RECIPIENT' | 'LATE' | 'DEAD CODE' | 'RUNS AGAIN' | null {
  // Written for a pair of identifier and address that fits nobody, so that both cases write the same rows (rule 10).
  if (message.email === null || !message.sender) return 'NO RECIPIENT'
  if (now >= message.giveUpAt) return 'LATE'
  if (message.webhook && message.webhook.state !== 'STOPPED') return 'RUNS AGAIN'
  if (!message.code) return null
  const { flow, ...code } = message.code
  const open = isSetOpen(flow) && code.codeSet === flow.codeSet && !flow.endedAt && flow.expiresAt > now
  const alive = !code.muted && !code.usedAt && validUntil(flow.kind, code, deps.settings.rules) > now
  return open && alive ? null : 'DEAD CODE'
}
