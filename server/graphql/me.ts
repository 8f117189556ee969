import { partnerNames } from '../flows/parts/partner-names.ts'
import type { EventKind } from '../flows/parts/record.ts'
import type { Credential, Account as StoredAccount } from '../generated/prisma/client.ts'
import { Account, Owner } from './account.ts'
import { Agency } from './agency.ts'
import { builder } from './builder.ts'
import { Session } from './session.ts'

/** What opens a visit: a sign-in, or the end of a first connection. */
const signIns: readonly EventKind[] = ['SIGNED_IN', 'ACCOUNT_MIGRATED']

/** Whom `me` is: its fields elsewhere (a change of e-mail under way) read the same. */
interface Viewer {
  sessionId: string
  accountId: string
  ownerId: string
  credentialId: string
  account: StoredAccount
  signedInAt: Date
  /** Read once, however many of its fields are asked for. */
  credential(): Promise<Credential>
}

export const Me = builder.objectRef<Viewer>('Me').implement({
  description: 'The owner of the session, as the account that signed in.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      description: 'The account that signed in.',
      resolve: ({ account }) => account,
    }),
    owner: t.prismaField({
      type: Owner,
      description: 'The person.',
      resolve: (query, { ownerId }, _args, { deps }) =>
        deps.db.owner.findUniqueOrThrow({ ...query, where: { id: ownerId } }),
    }),
    agency: t.prismaField({
      type: Agency,
      description: 'The agency of this owner.',
      resolve: (query, { ownerId }, _args, { deps }) =>
        deps.db.agency.findFirstOrThrow({ ...query, where: { owners: { some: { id: ownerId } } } }),
    }),
    accounts: t.prismaField({
      type: [Account],
      description: 'Every account of the owner that is not CLOSED, the one signed in first.',
      resolve: async (query, { ownerId, accountId }, _args, { deps }) =>
        firstOf(
          accountId,
          await deps.db.account.findMany({
            ...query,
            where: { ownerId, state: { not: 'CLOSED' } },
            orderBy: { identifierKey: 'asc' },
          }),
        ),
    }),
    sharingAccounts: t.prismaField({
      type: [Account],
      description: 'The accounts that this password opens, the one signed in first.',
      resolve: async (query, { credentialId, accountId }, _args, { deps }) =>
        firstOf(
          accountId,
          await deps.db.account.findMany({
            ...query,
            where: { credentialId, state: 'ACTIVE' },
            orderBy: { identifierKey: 'asc' },
          }),
        ),
    }),
    email: t.string({
      description: 'The verified address, in full.',
      resolve: async ({ credential }) => (await credential()).email,
    }),
    passwordChangedAt: t.field({
      type: 'DateTime',
      description: 'When the password was last set.',
      resolve: async ({ credential }) => (await credential()).passwordChangedAt,
    }),
    resetBlockedUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'After a change of e-mail: until when no forgotten password is answered. Null: it is answered.',
      resolve: async ({ credential }, _args, { now }) => {
        const { resetBlockedUntil: until } = await credential()
        return until && until > now ? until : null
      },
    }),
    sessions: t.field({
      type: [Session],
      description: 'The open sessions of the accounts that share this password, the newest used first.',
      resolve: async ({ credentialId, sessionId }, _args, { deps, now }) => {
        const idleSince = new Date(now.getTime() - deps.settings.rules.sessionIdleMinutes * 60_000)
        const sessions = await deps.db.session.findMany({
          where: {
            account: { credentialId, state: 'ACTIVE' },
            endedAt: null,
            expiresAt: { gt: now },
            lastUsedAt: { gt: idleSince },
          },
          orderBy: { lastUsedAt: 'desc' },
        })
        const names = await partnerNames(
          deps,
          sessions.map(({ partnerId }) => partnerId),
        )
        return sessions.map((session) => ({
          ...session,
          current: session.id === sessionId,
          partner: names.get(session.partnerId) ?? null,
        }))
      },
    }),
    previousSignInAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The sign-in of this account before this visit; null: this is the first.',
      resolve: async ({ accountId, signedInAt }, _args, { deps }) => {
        // By the audit: a change of password opens another session within the same visit.
        const [, earlier] = await deps.db.event.findMany({
          where: { accountId, kind: { in: [...signIns] }, at: { lte: signedInAt } },
          orderBy: { at: 'desc' },
          take: 2,
          select: { at: true },
        })
        return earlier?.at ?? null
      },
    }),
  }),
})

builder.queryField('me', (t) =>
  t.field({
    type: Me,
    nullable: true,
    authScopes: { flows: true },
    unauthorizedResolver: () => null,
    description: 'The signed-in owner; null without a live session (`Authorization: Bearer cs_…`).',
    resolve: async (_root, _args, context) => {
      const session = await context.session()
      const credentialId = session?.account.credentialId
      if (!session || !credentialId) return null
      const { id: sessionId, account, createdAt: signedInAt } = session
      let credential: Promise<Credential> | undefined
      return {
        ...{ sessionId, signedInAt, account, accountId: account.id, ownerId: account.ownerId, credentialId },
        credential: () =>
          (credential ??= context.deps.db.credential.findUniqueOrThrow({ where: { id: credentialId } })),
      }
    },
  }),
)

const firstOf = <A extends { id: string }>(id: string, accounts: A[]): A[] => [
  ...accounts.filter((account) => account.id === id),
  ...accounts.filter((account) => account.id !== id),
]
