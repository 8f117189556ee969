import type { Tx } from '../../deps.ts'
import type { Account, Flow, Owner } from '../../generated/prisma/client.ts'
import { digestOf } from '../../keys.ts'

/** A migration with what its last step chooses from: the owner's other ISSUED accounts, and the credentials they have. */
export interface Migration {
  flow: Flow & { accountId: string }
  account: Account & { owner: Owner }
  otherIssued: Account[]
  credentials: { id: string; email: string; accounts: { id: string }[] }[]
}

/** Reads the migration of a handle without locking it. Null: no migration has that handle. */
export async function readMigration(db: Pick<Tx, 'flow'>, handle: string): Promise<Migration | null> {
  const found = await db.flow.findUnique({
    where: { handleHash: digestOf(handle), kind: 'MIGRATION' },
    include: {
      account: {
        include: {
          owner: {
            include: {
              accounts: { where: { state: 'ISSUED' }, orderBy: { identifierKey: 'asc' } },
              credentials: {
                select: { id: true, email: true, accounts: { where: { state: 'ACTIVE' }, select: { id: true } } },
              },
            },
          },
        },
      },
    },
  })
  if (!found?.account) return null
  const { account, ...flow } = found
  const { accounts, credentials, ...owner } = account.owner
  return {
    flow: { ...flow, accountId: account.id },
    account: { ...account, owner },
    otherIssued: accounts.filter(({ id }) => id !== account.id),
    credentials,
  }
}
