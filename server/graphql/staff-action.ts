import type { StaffActionKind } from '../domain/staff-action.ts'
import type * as staff from '../staff/cancel-staff-action.ts'
import { cancelStaffAction } from '../staff/cancel-staff-action.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { forFlows } from './for-flows.ts'
import { Busy, FlowClosed, onEveryMutation } from './refusals.ts'

const StaffActionKindEnum = builder.enumType('StaffActionKind', {
  description: 'What the service does to an account at its owner’s call.',
  values: {
    REISSUE: { description: 'A new letter: the account goes back to its first connection.' },
    DETACH_EMAIL: { description: 'The mailbox is lost: its address is forgotten, the accounts get new letters.' },
    UNLOCK: { description: 'Tries are given back.' },
    FREEZE: { description: 'Closed at its owner’s call, until the service thaws it.' },
    THAW: { description: 'A frozen account is opened again, without its old password.' },
    CLOSE: { description: 'A sale, a death or a mistake: the account is closed.' },
    REOPEN: { description: 'Closed by mistake: the account goes back to its first connection, with a new letter.' },
  } satisfies Record<StaffActionKind, object>,
})

const StaffActionCancelled = builder.objectRef<staff.StaffActionCancelled>('StaffActionCancelled').implement({
  description: 'The service will not do it. Nothing of the account has changed.',
  fields: (t) => ({
    kind: t.expose('kind', { type: StaffActionKindEnum, description: 'What it would have done.' }),
  }),
})

builder.mutationField('cancelStaffAction', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('CancelStaffActionResult', {
      description:
        'What `cancelStaffAction` answers. FlowClosed: COMPLETED cancelled before, EXPIRED done already, or to be cancelled by phone since the service froze the account.',
      types: [StaffActionCancelled, FlowClosed, Busy, ...onEveryMutation],
      resolveType: ({ __typename }) => __typename,
    }),
    description:
      'The owner’s no to a new letter or a detached address that the service was asked for. For whoever holds the link of the notice, until it is done; once.',
    args: {
      input: t.arg({
        description: 'The secret of the link.',
        type: builder.inputType('CancelStaffActionInput', {
          description: 'The secret of the link.',
          fields: (f) => ({ link: f.string({ description: 'The last part of the link’s address.' }) }),
        }),
      }),
    },
    resolve: (_root, { input }, { deps, caller }) => orBusy(() => cancelStaffAction(deps, input, caller)),
  }),
)
