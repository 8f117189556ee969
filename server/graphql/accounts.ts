import {
  type AccountFilter,
  type AccountPage,
  countAccounts,
  greatestPage,
  listAccounts,
} from '../partners/list-accounts.ts'
import { AccountState } from './account.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'

const AccountStatus = builder.objectRef<AccountPage['rows'][number]['account']>('AccountStatus').implement({
  description:
    'What a partner may know of an account: whether it has migrated. No name, address or residence: those are its owner’s.',
  fields: (t) => ({
    identifier: t.exposeString('identifier', { description: 'As printed on the letters; it never changes.' }),
    state: t.expose('state', { type: AccountState, description: 'Where it stands.' }),
    migratedAt: t.expose('migratedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its first connection was finished, the last time; null: not yet.',
    }),
    agency: t.exposeString('agencyKey', { description: 'The key of its agency.' }),
  }),
})

const AccountEdge = builder.objectRef<AccountPage['rows'][number]>('AccountEdge').implement({
  description: 'One account and where it stands in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Opaque; what `accounts(after:)` takes.' }),
    node: t.expose('account', { type: AccountStatus, description: 'The account.' }),
  }),
})

const PageInfo = builder.objectRef<AccountPage>('PageInfo').implement({
  description: 'Where a page ends (Relay’s cursor connections).',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'True: ask again with `after: endCursor`.' }),
    hasPreviousPage: t.boolean({ description: 'Always false: lists are walked forwards.', resolve: () => false }),
    startCursor: t.string({
      nullable: true,
      description: 'The cursor of the first edge; null: there is none.',
      resolve: ({ rows }) => rows[0]?.cursor ?? null,
    }),
    endCursor: t.string({
      nullable: true,
      description: 'The cursor of the last edge; null: there is none.',
      resolve: ({ rows }) => rows.at(-1)?.cursor ?? null,
    }),
  }),
})

const AccountConnection = builder.objectRef<AccountPage & { filter: AccountFilter }>('AccountConnection').implement({
  description: 'A page of accounts, in the order of their identifiers.',
  fields: (t) => ({
    edges: t.field({ type: [AccountEdge], description: 'The accounts.', resolve: ({ rows }) => rows }),
    pageInfo: t.field({ type: PageInfo, description: 'Whether there are more.', resolve: (page) => page }),
    totalCount: t.int({
      description: 'How many accounts the filters find, over all pages. Counted when asked for.',
      resolve: ({ filter }, _args, context) => countOnce(context, filter),
    }),
  }),
})

/** Counts of a request, by what was asked for: whoever asks under fifteen names is counted for once. */
const counts = new WeakMap<Context, Map<string, Promise<number>>>()

function countOnce(context: Context, filter: AccountFilter): Promise<number> {
  const known = counts.get(context) ?? new Map<string, Promise<number>>()
  counts.set(context, known)
  const asked = JSON.stringify([filter.agency, filter.states?.toSorted() ?? null, filter.migratedSince])
  const count = known.get(asked) ?? countAccounts(context.deps, context.caller, filter)
  known.set(asked, count)
  return count
}

builder.queryField('accounts', (t) =>
  t.field({
    type: AccountConnection,
    nullable: true,
    authScopes: { readAccounts: true },
    unauthorizedResolver: () => null,
    description:
      'Which accounts of the key’s agencies have migrated. For partners whose key has the scope READ_ACCOUNTS; null for everybody else.',
    args: {
      first: t.arg.int({ required: false, description: `How many, ${greatestPage} at most; null: 100.` }),
      after: t.arg.string({
        required: false,
        description: '`pageInfo { endCursor }` of the page before; null: the first.',
      }),
      agency: t.arg.string({
        required: false,
        description: 'Only this agency’s, by its key; one that the key does not serve has none. Null: all it serves.',
      }),
      state: t.arg({
        type: [AccountState],
        required: false,
        description: 'Only those in one of these states; null: all.',
      }),
      migratedSince: t.arg({
        type: 'DateTime',
        required: false,
        description: 'Only those whose first connection was finished at this instant or later; null: all.',
      }),
    },
    resolve: async (_root, { first, after, agency, state, migratedSince }, { deps, caller }) => {
      const filter = { agency: agency ?? null, states: state ?? null, migratedSince: migratedSince ?? null }
      return { filter, ...(await listAccounts(deps, caller, filter, { first: first ?? 100, after: after ?? null })) }
    },
  }),
)
