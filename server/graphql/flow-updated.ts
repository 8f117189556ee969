import type { FlowUpdate as FlowUpdateFacts } from '../flows/watch-flows.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { Delivery, deliveryDescription } from './delivery.ts'
import { Busy, FlowClosed } from './refusals.ts'
import { scopesOf } from './scopes.ts'
import { FlowStep } from './steps.ts'

const FlowUpdate = builder.objectRef<FlowUpdateFacts>('FlowUpdate').implement({
  description: 'What may change by itself while an owner waits. Everything else of a flow is asked of `flow`.',
  fields: (t) => ({
    step: t.expose('step', { type: FlowStep, description: 'What the flow waits for.' }),
    delivery: t.expose('delivery', { type: Delivery, nullable: true, description: deliveryDescription }),
    codeValidUntil: t.expose('codeValidUntil', {
      type: 'DateTime',
      nullable: true,
      description:
        'Until when the newest code is promised to work: later when its mail leaves later. Null: no open code.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the flow ends if nothing happens.' }),
  }),
})

const FlowUpdatedResult = builder.unionType('FlowUpdatedResult', {
  description: 'What `flowUpdated` tells. FlowClosed and Busy are the last word.',
  types: [FlowUpdate, FlowClosed, Busy],
  resolveType: ({ __typename }) => __typename,
})

builder.subscriptionType({
  description:
    'What can be listened to: server-sent events, by POST with `Accept: text/event-stream` (a handle has no place in an address).',
})

builder.subscriptionField('flowUpdated', (t) =>
  t.field({
    type: FlowUpdatedResult,
    description:
      'A flow as it stands, then each change within a second, until it ends. For whoever holds its handle. Two at once for one flow, and a limited number in all: one more is told `Busy`, and asks `flow` from time to time.',
    args: { flow: t.arg.string({ required: true, description: 'The handle that its start returned.' }) },
    subscribe: async (_root, { flow }, context) => {
      const { flowWatch, gone, caller } = context
      if (!scopesOf(context).flows) return once({ __typename: 'FlowClosed' as const, reason: 'UNKNOWN' as const })
      const stream = await orBusy(() => flowWatch.watch(flow, caller))
      if ('__typename' in stream) return once(stream)
      // Yoga's own stream notices at its next heartbeat only, and its place would stay taken for twelve seconds.
      const signal = gone()
      signal.addEventListener('abort', () => stream.return(), { once: true })
      if (signal.aborted) await stream.return()
      return stream
    },
    resolve: (news) => news,
  }),
)

async function* once<News>(news: News) {
  yield news
}
