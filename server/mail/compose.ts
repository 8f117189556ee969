import type { Deps } from '../deps.ts'
import { isSetOpen, printedUntil, validUntil } from '../domain/code-life.ts'
import type { MessageKind, Prisma, PrismaClient } from '../generated/prisma/client.ts'
import { deriveCode } from '../keys.ts'
import { addressed } from './addressed.ts'
import { renderAccountOpened } from './messages/account-opened.ts'
import type { Rendered } from './messages/agency-words.ts'
import { renderMigrationCode } from './messages/migration-code.ts'
import type { Mail } from './transport.ts'

const facts = {
  account: { include: { owner: { include: { agency: true } }, credential: { include: { accounts: true } } } },
  code: { include: { flow: true } },
} satisfies Prisma.MessageInclude

export type LoadedMessage = Prisma.MessageGetPayload<{ include: typeof facts }>

export async function loadMessage(db: PrismaClient, id: string): Promise<LoadedMessage> {
  return db.message.findUniqueOrThrow({ where: { id }, include: facts })
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
  return open && !code.usedAt && validUntil(flow.kind, code, deps.settings.rules) > now ? null : 'DEAD CODE'
}

/** The mail of a message, written anew at each attempt from the database and the keys: the same code, the same ids. */
export async function compose(
  message: LoadedMessage,
  deps: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
): Promise<Mail> {
  const { id, kind, email, account } = message
  const write = writers[kind]
  if (email === null || !account || !write) throw new Error(`message ${id} cannot be written`)
  const { agency } = account.owner
  const rendered = await write(message, account, deps, attemptedAt)
  return { ...addressed({ id, kind, agency }, deps.keys), ...rendered, to: email, date: attemptedAt }
}

type Writer = (
  message: LoadedMessage,
  account: NonNullable<LoadedMessage['account']>,
  deps: Pick<Deps, 'keys' | 'settings'>,
  attemptedAt: Date,
) => Promise<Rendered>

const writers: Partial<Record<MessageKind, Writer>> = {
  async MIGRATION_CODE({ code }, { owner }, { keys, settings }, attemptedAt) {
    if (!code) throw new Error('a code mail without its code')
    return renderMigrationCode({
      agency: owner.agency,
      code: deriveCode(keys, code),
      lifespanMinutes: settings.rules.codeLifespanMinutes[code.flow.kind],
      issuedAt: code.issuedAt,
      until: printedUntil(code.flow.kind, { ...code, attemptedAt }, settings.rules),
      addressVerified: code.flow.emailFixed,
    })
  },
  async ACCOUNT_OPENED(message, account, { settings }) {
    const { agency, ...owner } = account.owner
    const sharing = account.credential?.accounts.filter(({ state }) => state !== 'CLOSED') ?? []
    return renderAccountOpened({
      ...owner,
      agency,
      openedAt: account.activatedAt ?? message.createdAt,
      site: siteOf(agency, settings),
      identifier: account.identifier,
      accounts: [account, ...sharing.filter(({ id }) => id !== account.id)],
    })
  },
}

/** What this version can write. Another kind waits for the node that can: during an upgrade both are at work. */
export const writtenKinds = Object.keys(writers)

/** Where this cabinet's owners sign in. A demonstration answers on localhost only, whatever its cabinets are called. */
function siteOf({ hostNames }: { hostNames: string[] }, { mode, publicUrl }: Deps['settings']): URL {
  const site = new URL(publicUrl)
  if (mode === 'production' && hostNames[0]) site.hostname = hostNames[0]
  return site
}
