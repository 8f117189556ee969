import { defaultRules } from '../domain/rules.ts'
import { freeze } from '../flows/freeze.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { Busy, FlowClosed } from './refusals.ts'

const Frozen = builder.objectRef<{ __typename: 'Frozen'; emailRestored: boolean }>('Frozen').implement({
  description: 'The accounts of the notice are closed to everybody until the service thaws them.',
  fields: (t) => ({
    emailRestored: t.exposeBoolean('emailRestored', {
      description: `True: a change of e-mail younger than ${defaultRules.emailUndoHours} hours was undone with it.`,
    }),
  }),
})

builder.mutationField('freeze', (t) =>
  t.field({
    type: builder.unionType('FreezeResult', {
      description: 'What `freeze` answers.',
      types: [Frozen, FlowClosed, Busy],
      resolveType: ({ __typename }) => __typename,
    }),
    description: `« Ce n’est pas moi »: freezes the accounts of a notice, once, within ${defaultRules.freezeLinkDays} days. For whoever holds the link of the notice; it can only close.`,
    args: {
      input: t.arg({
        description: 'The secret of the link.',
        type: builder.inputType('FreezeInput', {
          description: 'The secret of the link.',
          fields: (f) => ({ link: f.string({ description: 'The last part of the link’s address.' }) }),
        }),
      }),
    },
    resolve: (_root, { input }, { deps }) => orBusy(() => freeze(deps, input)),
  }),
)
