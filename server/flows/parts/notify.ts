import type { Deps, Tx } from '../../deps.ts'
import { enqueue } from '../../mail/outbox.ts'

/**
 * Mails the owner a notice of what was done, with the link « Ce n'est pas moi » that freezes the credential once
 * within ten days, and the accounts it names wherever they are by then. `email`: where it goes, read from the database; `about`: a masked address it speaks of.
 */
export async function notify(
  tx: Tx,
  deps: Deps,
  notice: {
    kind: 'ACCOUNT_OPENED' | 'PASSWORD_CHANGED' | 'EMAIL_CHANGED'
    realm: string
    accountId: string
    credentialId: string
    email: string
    about?: string
  },
  now: Date,
): Promise<void> {
  const { credentialId, ...message } = notice
  const named = await tx.account.findMany({ where: { credentialId, state: 'ACTIVE' }, select: { id: true } })
  const link = await tx.freezeLink.create({
    data: {
      credentialId,
      accountIds: named.map(({ id }) => id),
      keyId: deps.keys.currentId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + deps.settings.rules.freezeLinkDays * 86_400_000),
    },
    select: { id: true },
  })
  const giveUpAt = new Date(now.getTime() + deps.settings.rules.noticeHours * 3_600_000)
  await enqueue(tx, { ...message, freezeLinkId: link.id, at: now, giveUpAt })
}
