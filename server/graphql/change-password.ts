import { changePassword } from '../flows/change-password.ts'
import { splitPassword } from '../flows/split-password.ts'
import { Account } from './account.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { forFlows } from './for-flows.ts'
import {
  Busy,
  InputRefused,
  NotSignedIn,
  onEveryMutation,
  PasswordRefused,
  SignInRefused,
  TooManyTries,
} from './refusals.ts'

const password = 'The new password.'
const confirmation = 'The same, typed again.'
/** How the input field of a current password is described, here and in `changeEmail`. */
export const currentPassword = 'The current password of the session’s account. A wrong one counts as a failed sign-in.'

const PasswordChanged = builder
  .objectRef<{ __typename: 'PasswordChanged'; accountIds: string[]; token: string }>('PasswordChanged')
  .implement({
    description: 'The password is replaced, the other sessions are over, and the owner is told by mail.',
    fields: (t) => ({
      accounts: t.prismaField({
        type: [Account],
        description: 'The accounts it opens.',
        resolve: (query, { accountIds }, _args, { deps }) =>
          deps.db.account.findMany({ ...query, where: { id: { in: accountIds } }, orderBy: { identifierKey: 'asc' } }),
      }),
      token: t.exposeString('token', { description: 'The new bearer token of this session; the old one is dead.' }),
    }),
  })

builder.mutationField('changePassword', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('ChangePasswordResult', {
      description: 'What `changePassword` answers.',
      types: [
        PasswordChanged,
        NotSignedIn,
        SignInRefused,
        PasswordRefused,
        TooManyTries,
        InputRefused,
        Busy,
        ...onEveryMutation,
      ],
      resolveType: ({ __typename }) => __typename,
    }),
    description: 'Replaces the password of every account that shares it. For the session’s owner.',
    args: {
      input: t.arg({
        description: 'The current password and the new one.',
        type: builder.inputType('ChangePasswordInput', {
          description: 'The current password and the new one.',
          fields: (f) => ({
            currentPassword: f.string({ description: currentPassword }),
            password: f.string({ description: password }),
            confirmation: f.string({ description: confirmation }),
          }),
        }),
      }),
    },
    resolve: async (_root, { input }, context) =>
      orBusy(async () => changePassword(context.deps, await context.session(), input, context.caller)),
  }),
)

const PasswordSplit = builder
  .objectRef<{ __typename: 'PasswordSplit'; accountId: string; token: string | null }>('PasswordSplit')
  .implement({
    description: 'The account has a password of its own now, with the same e-mail. The others keep theirs.',
    fields: (t) => ({
      account: t.prismaField({
        type: Account,
        description: 'The account that was split off.',
        resolve: (query, { accountId }, _args, { deps }) =>
          deps.db.account.findUniqueOrThrow({ ...query, where: { id: accountId } }),
      }),
      token: t.exposeString('token', {
        nullable: true,
        description: 'A new bearer token when it was the session’s own account (the old one is dead); null otherwise.',
      }),
    }),
  })

builder.mutationField('splitPassword', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('SplitPasswordResult', {
      description: 'What `splitPassword` answers.',
      types: [
        PasswordSplit,
        NotSignedIn,
        SignInRefused,
        PasswordRefused,
        TooManyTries,
        InputRefused,
        Busy,
        ...onEveryMutation,
      ],
      resolveType: ({ __typename }) => __typename,
    }),
    description: 'Gives one of `me { sharingAccounts }` a password of its own. For the session’s owner.',
    args: {
      input: t.arg({
        description: 'Which account, the current password and the new one.',
        type: builder.inputType('SplitPasswordInput', {
          description: 'Which account, the current password and the new one.',
          fields: (f) => ({
            account: f.id({ description: 'One of `me { sharingAccounts }`, when there are two or more.' }),
            currentPassword: f.string({ description: currentPassword }),
            password: f.string({ description: password }),
            confirmation: f.string({ description: confirmation }),
          }),
        }),
      }),
    },
    resolve: async (_root, { input }, context) =>
      orBusy(async () => splitPassword(context.deps, await context.session(), input, context.caller)),
  }),
)
