import { setPassword } from '../flows/set-password.ts'
import { startMigration } from '../flows/start-migration.ts'
import { Account } from './account.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { Flow } from './flow.ts'
import { forFlows } from './for-flows.ts'
import {
  Busy,
  FlowClosed,
  InputRefused,
  onEveryMutation,
  PasswordRefused,
  SignInRefused,
  TooManyTries,
  WrongStep,
} from './refusals.ts'

export const MigrationStarted = builder
  .objectRef<{ __typename: 'MigrationStarted'; handle: string; flowId: string }>('MigrationStarted')
  .implement({
    description: 'A migration is under way.',
    fields: (t) => ({
      handle: t.exposeString('handle', {
        description:
          'The secret that carries the flow through its steps. Keep it where only this owner’s browser or program reaches it.',
      }),
      flow: t.prismaField({
        type: Flow,
        description: 'Where it stands.',
        resolve: (query, { flowId }, _args, { deps }) =>
          deps.db.flow.findUniqueOrThrow({ ...query, where: { id: flowId } }),
      }),
    }),
  })

const StartMigrationInput = builder.inputType('StartMigrationInput', {
  description: 'What the letter says.',
  fields: (t) => ({
    identifier: t.string({ description: 'As printed; case, spaces and hyphens do not matter.' }),
    issuedPassword: t.string({ description: 'The password communicated by the service.' }),
    flow: t.string({
      required: false,
      description: 'The handle of a migration under way, to resume it; null: none is held.',
    }),
  }),
})

const StartMigrationResult = builder.unionType('StartMigrationResult', {
  description: 'What `startMigration` answers.',
  types: [MigrationStarted, SignInRefused, TooManyTries, InputRefused, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('startMigration', (t) =>
  t.field({
    ...forFlows,
    type: StartMigrationResult,
    description:
      'Starts the migration of an account still on its issued password, or resumes the one whose handle is given. A new one ends the others of the account. Anyone may call; counted as a sign-in.',
    args: { input: t.arg({ type: StartMigrationInput, description: 'What the letter says.' }) },
    resolve: (_root, { input }, { deps, caller }) =>
      orBusy(() => startMigration(deps, { ...input, flow: input.flow ?? null }, caller)),
  }),
)

const PasswordSet = builder
  .objectRef<{ __typename: 'PasswordSet'; accountIds: string[]; token: string | null }>('PasswordSet')
  .implement({
    description: 'The password is set. The issued passwords of these accounts are dead, and a confirmation is mailed.',
    fields: (t) => ({
      accounts: t.prismaField({
        type: [Account],
        description: 'The accounts it was set for, the flow’s own first.',
        resolve: async (query, { accountIds }, _args, { deps }) => {
          const accounts = await deps.db.account.findMany({ ...query, where: { id: { in: accountIds } } })
          return accounts.toSorted((a, b) => accountIds.indexOf(a.id) - accountIds.indexOf(b.id))
        },
      }),
      token: t.exposeString('token', {
        nullable: true,
        description: 'The bearer token of the session it opened, shown this once; null after a reset: sign in.',
      }),
    }),
  })

const SetPasswordInput = builder.inputType('SetPasswordInput', {
  description: 'The new password, or the one to keep.',
  fields: (t) => ({
    flow: t.string({ description: 'The handle that typed the code.' }),
    password: t.string({ required: false, description: 'The new password; null with `keepPasswordOf`.' }),
    confirmation: t.string({ required: false, description: 'The same, typed again; null with `keepPasswordOf`.' }),
    keepPasswordOf: t.id({
      required: false,
      description: 'One of `flow { joinable }`: its password serves for this account too. Null: a new password.',
    }),
    accounts: t.idList({
      required: false,
      description: 'Which of `flow { accounts }` it is for, besides the flow’s own; null: all. Others stay ISSUED.',
    }),
  }),
})

const SetPasswordResult = builder.unionType('SetPasswordResult', {
  description: 'What `setPassword` answers.',
  types: [PasswordSet, PasswordRefused, FlowClosed, WrongStep, InputRefused, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('setPassword', (t) =>
  t.field({
    ...forFlows,
    type: SetPasswordResult,
    description:
      'The last step: sets the password, links the verified address, opens a session. For the handle that typed the code.',
    args: { input: t.arg({ type: SetPasswordInput, description: 'The new password, or the one to keep.' }) },
    resolve: (_root, { input }, { deps, caller }) => {
      const { flow, password = null, confirmation = null, keepPasswordOf = null, accounts = null } = input
      return orBusy(() => setPassword(deps, { flow, password, confirmation, keepPasswordOf, accounts }, caller))
    },
  }),
)
