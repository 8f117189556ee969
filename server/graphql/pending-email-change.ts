import { maskEmail } from '../domain/email-address.ts'
import { cancelEmailChange } from '../flows/cancel-email-change.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { forFlows } from './for-flows.ts'
import { Me } from './me.ts'
import { Busy, NotSignedIn, onEveryMutation } from './refusals.ts'

const PendingEmailChange = builder
  .objectRef<{ email: string; createdAt: Date; expiresAt: Date }>('PendingEmailChange')
  .implement({
    description: 'A change of e-mail that waits for its code, on whatever device it began.',
    fields: (t) => ({
      email: t.string({
        description: 'Where its code went, masked (m•••@orange.fr): in full it is shown to the handle that typed it.',
        resolve: ({ email }) => maskEmail(email),
      }),
      startedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends if nothing happens.' }),
    }),
  })

builder.objectField(Me, 'pendingEmailChange', (t) =>
  t.field({
    type: PendingEmailChange,
    nullable: true,
    description: 'The change of e-mail under way for this password; null: none.',
    resolve: async ({ credentialId }, _args, { deps, now }) => {
      const flow = await deps.db.flow.findFirst({
        where: { kind: 'EMAIL_CHANGE', account: { credentialId }, endedAt: null, expiresAt: { gte: now } },
        orderBy: { createdAt: 'desc' },
      })
      return flow?.email ? { ...flow, email: flow.email } : null
    },
  }),
)

const EmailChangeCancelled = builder
  .objectRef<{ __typename: 'EmailChangeCancelled'; count: number }>('EmailChangeCancelled')
  .implement({
    description: 'No change of e-mail is under way any more; the address stays as it is.',
    fields: (t) => ({ count: t.exposeInt('count', { description: 'How many ended; 0: there was none.' }) }),
  })

builder.mutationField('cancelEmailChange', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('CancelEmailChangeResult', {
      description: 'What `cancelEmailChange` answers.',
      types: [EmailChangeCancelled, NotSignedIn, Busy, ...onEveryMutation],
      resolveType: ({ __typename }) => __typename,
    }),
    description:
      'Ends `me { pendingEmailChange }`, without its handle: it may have begun on another device. For the session’s owner.',
    resolve: (_root, _args, context) =>
      orBusy(async () => cancelEmailChange(context.deps, await context.session(), context.caller)),
  }),
)
