import { signIn } from '../flows/sign-in.ts'
import { signOut } from '../flows/sign-out.ts'
import type { Account as StoredAccount } from '../generated/prisma/client.ts'
import { Account } from './account.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { forFlows } from './for-flows.ts'
import { MigrationStarted } from './migration.ts'
import { Busy, InputRefused, NotSignedIn, onEveryMutation, SignInRefused, TooManyTries } from './refusals.ts'

const SignedIn = builder
  .objectRef<{ __typename: 'SignedIn'; token: string; account: StoredAccount }>('SignedIn')
  .implement({
    description: 'A session is open.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'The bearer token of the session, shown this once.' }),
      account: t.field({
        type: Account,
        description: 'The account that signed in.',
        resolve: ({ account }) => account,
      }),
    }),
  })

const SignedOut = builder.objectRef<{ __typename: 'SignedOut' }>('SignedOut').implement({
  description: 'The session is over.',
  fields: (t) => ({ ok: t.boolean({ description: 'Always true.', resolve: () => true }) }),
})

const SignInInput = builder.inputType('SignInInput', {
  description: 'An identifier and a secret.',
  fields: (t) => ({
    identifier: t.string({
      description: 'As printed; case, spaces and hyphens do not matter, O is read as 0, I and L as 1.',
    }),
    password: t.string({ description: 'The own password, or the issued one of an account not yet migrated.' }),
    flow: t.string({
      required: false,
      description: 'The handle of a migration under way, to resume it; null: none is held.',
    }),
  }),
})

const SignInResult = builder.unionType('SignInResult', {
  description: 'What `signIn` answers.',
  types: [SignedIn, MigrationStarted, SignInRefused, TooManyTries, InputRefused, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('signIn', (t) =>
  t.field({
    ...forFlows,
    type: SignInResult,
    description:
      'Signs an owner in. With the right issued password it starts (or resumes) the migration instead. Anyone may call; failures are counted on the identifier and the client network.',
    args: { input: t.arg({ type: SignInInput, description: 'Identifier and secret.' }) },
    resolve: (_root, { input }, { deps, caller }) =>
      orBusy(() => signIn(deps, { ...input, flow: input.flow ?? null }, caller)),
  }),
)

const SignOutResult = builder.unionType('SignOutResult', {
  description: 'What `signOut` answers.',
  types: [SignedOut, NotSignedIn, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('signOut', (t) =>
  t.field({
    ...forFlows,
    type: SignOutResult,
    description: 'Ends the session of the bearer token.',
    resolve: async (_root, _args, context) =>
      orBusy(async () => signOut(context.deps, await context.session(), context.caller)),
  }),
)
