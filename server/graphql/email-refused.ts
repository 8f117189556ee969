import type * as domain from '../domain/delivery.ts'
import { builder } from './builder.ts'
import { DeliveryReason } from './delivery.ts'
import { Me } from './me.ts'

const RefusedEmail = builder.objectRef<{ at: Date; reason: domain.DeliveryReason }>('RefusedEmail').implement({
  description: 'Since when the verified address refuses our mail for good, as its mail server told.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When we were told first.' }),
    reason: t.expose('reason', { type: DeliveryReason, description: 'UNKNOWN, CLOSED or DOMAIN.' }),
  }),
})

builder.objectField(Me, 'emailRefused', (t) =>
  t.field({
    type: RefusedEmail,
    nullable: true,
    description:
      'Null: the verified address takes our mail, as far as we know. Otherwise its owner had better look at it: mail still goes there, and this ends with a change of e-mail, a code typed, or a mail that its server takes.',
    resolve: async ({ credential }) => {
      const { emailRefusedAt: at, emailRefusedFor: reason } = await credential()
      return at && reason ? { at, reason } : null
    },
  }),
)
