import type { Deps } from '../deps.ts'
import { storable } from '../domain/storable.ts'
import { standsNow, type ToldDelivery } from '../domain/told-delivery.ts'
import type { Caller } from '../flows/caller.ts'
import { deriveCode } from '../keys.ts'
import { compose } from '../mail/compose.ts'
import { loadMessages } from '../mail/loaded-message.ts'

/** A mail of the sandbox, as its reader finds it. */
export interface SandboxMail {
  id: string
  at: Date
  to: string
  identifier: string
  subject: string
  text: string
  code: string | null
  delivery: ToldDelivery
}

/** So many mails are shown at most, and each is written anew to be shown. */
export const mostMails = 20

/**
 * The mails that a mailbox of the caller's sandbox took, the newest first: what a partner's tests read instead of an
 * owner's. `identifier`, `email`: only the mails about that account, or to that address. Empty in the real world.
 */
export async function readMailbox(
  deps: Pick<Deps, 'db' | 'keys' | 'settings' | 'clock'>,
  { realm, key }: Caller,
  only: { identifierKey: string | null; email: string | null; first: number },
): Promise<SandboxMail[]> {
  if (key?.kind !== 'TEST') return []
  const found = await deps.db.message.findMany({
    where: {
      ...{ realm, state: 'SENT' },
      ...(only.identifierKey !== null && { account: { identifierKey: only.identifierKey } }),
      ...(only.email !== null && { email: storable(only.email) }),
    },
    include: { deliveries: true },
    orderBy: [{ createdAt: 'desc' }, { settledAt: 'desc' }, { code: { generation: 'desc' } }],
    take: Math.max(0, Math.min(only.first, mostMails)),
  })
  const loaded = await loadMessages(
    deps.db,
    found.map(({ id }) => id),
  )
  return Promise.all(
    found.flatMap((row) => {
      const message = loaded.find(({ id }) => id === row.id)
      if (!message?.account || message.email === null) return []
      const { account, email: to, code } = message
      const at = row.settledAt ?? row.createdAt
      const written = compose(message, deps, at)
      return written.then(({ subject, text }) => ({
        ...{ id: row.id, at, to, identifier: account.identifier, subject, text },
        code: code && deps.keys.ids.includes(code.keyId) ? deriveCode(deps.keys, code) : null,
        delivery: standsNow(row, deps.clock.now()),
      }))
    }),
  )
}
