import type { Tx } from '../../deps.ts'

/**
 * Writes down that mail to these credentials' addresses ends here: a month long what the service does is told there too,
 * so that whoever talked it into something is not the only one who hears. `replaced`: the credential goes on with another
 * address (else it went back to a letter, or is gone). Under the owner's lock.
 */
export async function keepFormerEmails(
  tx: Pick<Tx, 'formerEmail'>,
  credentials: readonly { id: string; ownerId: string; email: string }[],
  now: Date,
  { replaced }: { replaced: boolean },
): Promise<void> {
  await tx.formerEmail.createMany({
    data: credentials.map(({ id, ownerId, email }) => ({
      ownerId,
      credentialId: replaced ? id : null,
      email,
      until: now,
    })),
  })
}
