import { changeEmail } from '../flows/change-email.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { currentPassword } from './change-password.ts'
import { confirmedWords } from './code.ts'
import { EmailQuestioned, EmailRefused } from './email-refusals.ts'
import { Flow } from './flow.ts'
import { forFlows } from './for-flows.ts'
import {
  Busy,
  InputRefused,
  NotSignedIn,
  onEveryMutation,
  SendRefused,
  SignInRefused,
  TooManyTries,
} from './refusals.ts'

const EmailChangeStarted = builder
  .objectRef<{ __typename: 'EmailChangeStarted'; handle: string; flowId: string }>('EmailChangeStarted')
  .implement({
    description: 'A code is on its way to the new address. The old one stays until it is typed.',
    fields: (t) => ({
      handle: t.exposeString('handle', { description: 'The secret that carries the change through its step.' }),
      flow: t.prismaField({
        type: Flow,
        description: 'Where it stands.',
        resolve: (query, { flowId }, _args, { deps }) =>
          deps.db.flow.findUniqueOrThrow({ ...query, where: { id: flowId } }),
      }),
    }),
  })

builder.mutationField('changeEmail', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('ChangeEmailResult', {
      description: 'What `changeEmail` answers.',
      types: [
        EmailChangeStarted,
        NotSignedIn,
        EmailRefused,
        EmailQuestioned,
        SignInRefused,
        SendRefused,
        TooManyTries,
        InputRefused,
        Busy,
        ...onEveryMutation,
      ],
      resolveType: ({ __typename }) => __typename,
    }),
    description:
      'Asks for another e-mail address, for every account that shares the password. For the session’s owner.',
    args: {
      input: t.arg({
        description: 'The new address and the current password.',
        type: builder.inputType('ChangeEmailInput', {
          description: 'The new address and the current password.',
          fields: (f) => ({
            email: f.string({ description: 'The new address.' }),
            emailConfirmation: f.string({ description: 'The same, typed again.' }),
            password: f.string({ description: currentPassword }),
            confirmed: f.boolean({ required: false, description: confirmedWords }),
          }),
        }),
      }),
    },
    resolve: async (_root, { input }, context) =>
      orBusy(async () => {
        const typed = { ...input, confirmed: input.confirmed ?? false }
        return changeEmail(context.deps, await context.session(), typed, context.caller)
      }),
  }),
)
