import { requestReset } from '../flows/request-reset.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { EmailRefused } from './email-refusals.ts'
import { Flow } from './flow.ts'
import { forFlows } from './for-flows.ts'
import { Busy, InputRefused, onEveryMutation, SendRefused, TooManyTries } from './refusals.ts'

const ResetRequested = builder
  .objectRef<{ __typename: 'ResetRequested'; handle: string; flowId: string }>('ResetRequested')
  .implement({
    description:
      'If the identifier and the address go together, a code is on its way. The answer is the same when they do not.',
    fields: (t) => ({
      handle: t.exposeString('handle', { description: 'The secret that carries the reset through its steps.' }),
      flow: t.prismaField({
        type: Flow,
        description: 'Where it stands.',
        resolve: (query, { flowId }, _args, { deps }) =>
          deps.db.flow.findUniqueOrThrow({ ...query, where: { id: flowId } }),
      }),
    }),
  })

const RequestResetInput = builder.inputType('RequestResetInput', {
  description: 'Who forgot the password.',
  fields: (t) => ({
    identifier: t.string({ description: 'As printed; case, spaces and hyphens do not matter.' }),
    email: t.string({ description: 'The address linked to the account. Mail goes to the one on record only.' }),
  }),
})

const RequestResetResult = builder.unionType('RequestResetResult', {
  description: 'What `requestReset` answers. Only the format of what was typed, and how often, is ever refused.',
  types: [ResetRequested, InputRefused, EmailRefused, SendRefused, TooManyTries, Busy, ...onEveryMutation],
  resolveType: ({ __typename }) => __typename,
})

builder.mutationField('requestReset', (t) =>
  t.field({
    ...forFlows,
    type: RequestResetResult,
    description:
      'A forgotten password: mails a code, then `verifyEmailCode` and `setPassword`. Anyone may call; known or unknown, the answer is the same. An account not yet migrated has no address: its owner calls the service.',
    args: { input: t.arg({ type: RequestResetInput, description: 'Identifier and address.' }) },
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => requestReset(deps, input, caller)),
  }),
)
