import type { MessageKind, Prisma } from '../../../server/generated/prisma/client.ts'
import { createKeyRing, type KeyRing } from '../../../server/keys.ts'
import { noteReport } from '../../../server/mail/reports/note-report.ts'
import type { World } from '../../support/world.ts'
import { bounceAddress, report } from './samples.ts'

export const email = 'marie.durand@orange.example'
export const password = 'Tilleul-42-lampe'

/** A message to `email` that left now through our relay. */
export async function sentMessage(
  { deps, clock }: World,
  accountId: string,
  changes: Partial<Prisma.MessageUncheckedCreateInput> & { kind?: MessageKind } = {},
) {
  const at = clock.now()
  return deps.db.message.create({
    data: {
      ...{ realm: 'live', kind: 'PASSWORD_CHANGED', accountId, email, domain: 'orange.example', attempts: 1 },
      ...{ createdAt: at, nextAttemptAt: at, giveUpAt: at, settledAt: at, state: 'SENT', lastReply: '250' },
      ...changes,
      deliveries: { create: { at, status: 'ACCEPTED', reply: '250' } },
    },
  })
}

export const unknown = { Action: 'failed', Status: '5.1.1', 'Diagnostic-Code': 'smtp; 550 5.1.1 no such user' }
export const delayed = { Action: 'delayed', Status: '4.2.2', 'Diagnostic-Code': 'smtp; 452 4.2.2 full' }
export const delivered = { Action: 'delivered', Status: '2.0.0' }

/** Reports `fields` on a message, as a mail to its bounce address. */
export function tell(w: World, messageId: string, fields: Record<string, string>, keys: KeyRing = w.deps.keys) {
  const source = report(bounceAddress(messageId, keys), fields)
  return noteReport(w.deps, { source, envelope: null })
}

export const newRing = (w: World) =>
  createKeyRing(new Map([['k2', new Uint8Array(32).fill(9)], ...w.deps.settings.keys.ring]), 'k2')

/** What was reported of a message, oldest first. */
export async function reportedOf({ deps }: World, messageId: string) {
  const rows = await deps.db.delivery.findMany({ where: { messageId, reported: true }, orderBy: { at: 'asc' } })
  return rows.map(({ status, reason }) => (reason ? `${status} ${reason}` : status))
}
