import type { EmailUndo } from '../domain/email-undo.ts'
import { defaultRules } from '../domain/rules.ts'
import { freeze } from '../flows/freeze.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { forFlows } from './for-flows.ts'
import { Busy, FlowClosed, onEveryMutation } from './refusals.ts'

const EmailUndoEnum = builder.enumType('EmailUndo', {
  description: 'What a freeze could do about a change of e-mail.',
  values: {
    RESTORED: {
      description: `It was younger than ${defaultRules.emailUndoHours} hours: the former address is back, and both are doubted until the service thaws.`,
    },
    TOO_LATE: {
      description: `It is older, or followed another of the last ${defaultRules.emailDoubtDays} days: only the service can help.`,
    },
    NONE: {
      description: `No change of the last ${defaultRules.freezeLinkDays} days is left to undo: there was none, it was undone before, or the address is what it was.`,
    },
  } satisfies Record<EmailUndo, object>,
})

const Frozen = builder.objectRef<{ __typename: 'Frozen'; emailUndo: EmailUndo }>('Frozen').implement({
  description: 'The accounts of the notice are closed to everybody until the service thaws them.',
  fields: (t) => ({
    emailUndo: t.expose('emailUndo', { type: EmailUndoEnum, description: 'What became of a change of e-mail.' }),
  }),
})

builder.mutationField('freeze', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('FreezeResult', {
      description: 'What `freeze` answers.',
      types: [Frozen, FlowClosed, Busy, ...onEveryMutation],
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
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => freeze(deps, input, caller)),
  }),
)
