import type { Tx } from '../../deps.ts'

/**
 * Gives accounts of one owner their credential: a new one from a password's hash and a verified address, or one the
 * owner has. Their issued passwords are dead from this instant on: the hashes stay for « not the issued one » only.
 * Other open migrations of these accounts end as SUPERSEDED.
 */
export async function setCredential(
  tx: Tx,
  grant: {
    ownerId: string
    accountIds: string[]
    flowId: string
    credential: { id: string } | { passwordHash: string; email: string; emailVerifiedAt: Date }
  },
  now: Date,
): Promise<void> {
  const { ownerId, accountIds, credential } = grant
  const { id: credentialId } =
    'id' in credential
      ? credential
      : await tx.credential.create({
          data: { ...credential, ownerId, passwordChangedAt: now, createdAt: now },
          select: { id: true },
        })
  await tx.account.updateMany({
    where: { id: { in: accountIds }, ownerId, state: 'ISSUED' },
    data: { state: 'ACTIVE', credentialId, activatedAt: now },
  })
  await tx.flow.updateMany({
    where: { accountId: { in: accountIds }, kind: 'MIGRATION', endedAt: null, id: { not: grant.flowId } },
    data: { endedAt: now, end: 'SUPERSEDED' },
  })
}
