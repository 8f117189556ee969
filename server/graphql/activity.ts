import {
  type ActivityKind,
  type Activity as ActivityLine,
  activityKinds,
  recentActivities,
} from '../domain/activity.ts'
import { partnerIn, partnerNames } from '../flows/parts/partner-names.ts'
import { Account } from './account.ts'
import { builder } from './builder.ts'
import { Me } from './me.ts'

const lines = 10
/** Read to make them: repetitions are one line. */
const eventsRead = 200

const Kind = builder.enumType('ActivityKind', {
  description: 'What was done on an account.',
  values: {
    ACCOUNT_MIGRATED: { description: 'The first connection was finished.' },
    SIGNED_IN: { description: 'A session was opened.' },
    SIGN_IN_FAILED: { description: 'A wrong password was typed.' },
    RESET_REQUESTED: { description: 'A forgotten password was asked for, with the right address.' },
    PASSWORD_RESET: { description: 'A new password was chosen after it was forgotten.' },
    PASSWORD_CHANGED: { description: 'The password was changed by its owner.' },
    PASSWORD_SPLIT: { description: 'The account got a password of its own.' },
    EMAIL_CHANGE_STARTED: { description: 'Another e-mail address was asked for.' },
    EMAIL_CHANGED: { description: 'The e-mail address was changed.' },
    SESSION_ENDED: { description: 'A device was signed out from another.' },
    STAFF_ACTION_REQUESTED: { description: 'The service asked for something.' },
    STAFF_ACTION_DONE: { description: 'The service did something.' },
    STAFF_ACTION_CANCELLED: { description: 'The owner cancelled what the service had asked for.' },
  } satisfies Record<ActivityKind, object>,
})

const Activity = builder.objectRef<ActivityLine>('Activity').implement({
  description: 'One line of « Dernières activités ».',
  fields: (t) => ({
    kind: t.expose('kind', { type: Kind, description: 'What was done.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When, the last time.' }),
    times: t.exposeInt('times', { description: 'How many times in a row: 1 or more.' }),
    partner: t.exposeString('partner', {
      nullable: true,
      description: 'The name of the partner through whose portal it was done. Null: on our own site.',
    }),
    account: t.prismaField({
      type: Account,
      description: 'On which account.',
      resolve: (query, { accountId }, _args, { deps }) =>
        deps.db.account.findUniqueOrThrow({ ...query, where: { id: accountId } }),
    }),
  }),
})

const isKind = (kind: string): kind is ActivityKind => activityKinds.some((one) => one === kind)

builder.objectField(Me, 'activities', (t) =>
  t.field({
    type: [Activity],
    description: `What was done lately on the accounts that share this password, the newest first, ${lines} lines at most.`,
    resolve: async ({ credentialId }, _args, { deps }) => {
      const sharing = await deps.db.account.findMany({ where: { credentialId }, select: { id: true } })
      const events = await deps.db.event.findMany({
        where: {
          accountId: { in: sharing.map(({ id }) => id) },
          kind: { in: [...activityKinds] },
          // Somebody who does not even know the address did nothing to the account.
          NOT: { kind: 'RESET_REQUESTED', facts: { path: ['matched'], equals: false } },
        },
        // What one transaction did on several accounts happened at one instant.
        orderBy: [{ at: 'desc' }, { accountId: 'asc' }],
        take: eventsRead,
        select: { kind: true, at: true, accountId: true, facts: true },
      })
      const names = await partnerNames(
        deps,
        events.map(({ facts }) => partnerIn(facts)),
      )
      const acts = events.flatMap(({ kind, at, accountId, facts }) =>
        accountId && isKind(kind) ? [{ kind, at, accountId, partner: names.get(partnerIn(facts)) ?? null }] : [],
      )
      return recentActivities(acts, lines)
    },
  }),
)
