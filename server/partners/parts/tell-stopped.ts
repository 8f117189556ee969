import type { Tx } from '../../deps.ts'
import { liveRealm } from '../../domain/partner-key.ts'
import type { Rules } from '../../domain/rules.ts'
import type { Webhook } from '../../generated/prisma/client.ts'
import { enqueue } from '../../mail/outbox.ts'

/**
 * Mails the partner, where it wants to be told, that one of its webhooks stopped: with the transaction that stops it, hence
 * once. Of a sandbox's nothing is mailed: no mail ever leaves one, and whoever tries things out there sees it by the
 * query `webhooks`.
 */
export async function tellStopped(
  tx: Tx,
  { id, realm, partnerId }: Pick<Webhook, 'id' | 'realm' | 'partnerId'>,
  { noticeHours }: Pick<Rules, 'noticeHours'>,
  at: Date,
): Promise<void> {
  if (realm !== liveRealm) return
  const { contactEmail: email } = await tx.partner.findUniqueOrThrow({
    where: { id: partnerId },
    select: { contactEmail: true },
  })
  const giveUpAt = new Date(at.getTime() + noticeHours * 3_600_000)
  await enqueue(tx, { realm, kind: 'WEBHOOK_STOPPED', email, accountId: null, webhookId: id, at, giveUpAt })
}
