import type { Deps } from '../deps.ts'
import { isSetOpen, validUntil } from '../domain/code-life.ts'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'

const facts = {
  account: { include: { owner: { include: { agency: true } }, credential: { include: { accounts: true } } } },
  code: { include: { flow: true } },
  freezeLink: true,
  staffAction: true,
} satisfies Prisma.MessageInclude

export type LoadedMessage = Prisma.MessageGetPayload<{ include: typeof facts }>
export type LoadedAccount = NonNullable<LoadedMessage['account']>

/** A message with all that its mail may speak of. */
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
  const alive = !code.muted && !code.usedAt && validUntil(flow.kind, code, deps.settings.rules) > now
  return open && alive ? null : 'DEAD CODE'
}
