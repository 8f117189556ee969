import { type AccountEventType, accountEventTypes, webhookType } from '../domain/account-event.ts'
import type { CursorRefused as CursorFacts, cursorReasons } from '../domain/refusals.ts'
import type { AccountEvent as EventFacts } from '../partners/parts/feed.ts'
import { type EventPage as Page, readEvents } from '../partners/read-events.ts'
import { builder } from './builder.ts'
import { Refusal } from './refusals.ts'

const greatestPage = 500

const words: Readonly<Record<AccountEventType, string>> = {
  ACCOUNT_MIGRATED: 'Its first connection was finished: its owner has a password of their own.',
  EMAIL_CHANGED: 'Its e-mail address was replaced by its owner.',
  PASSWORD_CHANGED: 'Its password was replaced: changed, or chosen anew after it was forgotten.',
  ACCOUNT_FROZEN: 'It was closed to everybody, by « Ce n’est pas moi » or by the service.',
  ACCOUNT_THAWED: 'It was opened again after a freeze; its owner chooses a new password.',
  ACCOUNT_CLOSED: 'It is no longer an account (sale, death).',
  ACCOUNT_REOPENED: 'It is an account again: it had been closed by mistake.',
  ACCOUNT_REISSUED: 'The service made a new letter: its first connection is to be done (again).',
  EMAIL_DETACHED: 'Its address was lost and forgotten: its first connection is to be done again, with a new letter.',
}

export const AccountEventTypeEnum = builder.enumType('AccountEventType', {
  description: 'What happened to an account. More may be added.',
  values: Object.fromEntries(
    accountEventTypes.map((type) => [type, { description: `${words[type]} In webhooks: \`${webhookType(type)}\`.` }]),
  ) as Record<AccountEventType, { description: string }>,
})

const AccountEvent = builder.objectRef<EventFacts>('AccountEvent').implement({
  description: 'Something that happened to an account. It says nothing of a person: no name, no address, no network.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Stable; the same as a webhook’s `webhook-id`: take each once.' }),
    type: t.expose('type', { type: AccountEventTypeEnum, description: 'What happened.' }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'When. Two events may come in another order than their instants: the order of the feed is its own.',
    }),
    account: t.exposeString('account', { description: 'The identifier of the account, as printed on the letters.' }),
    sharing: t.exposeStringList('sharing', {
      description:
        'Identifiers of the other accounts of this owner that it happened to as well, since they share the password and the address.',
    }),
    agency: t.exposeString('agency', { description: 'The key of its agency.' }),
    byThisPartner: t.exposeBoolean('byThisPartner', {
      description: 'True: it came by a key of this partner. False: by the site, the service or another partner.',
    }),
  }),
})

const EventPage = builder.objectRef<Page>('EventPage').implement({
  description: 'Some events, in the order of the feed.',
  fields: (t) => ({
    events: t.expose('events', { type: [AccountEvent], description: 'The next ones; may be empty.' }),
    cursor: t.exposeString('cursor', {
      description:
        'Opaque: keep it, and give it as `after` next time. It moves on even when nothing of yours happened. Another at each answer.',
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'True: ask again at once. False: in a while.' }),
  }),
})

const CursorReason = builder.enumType('CursorReason', {
  description: 'Why nothing goes on from a cursor.',
  values: {
    UNKNOWN: { description: 'It is none that this partner was given, in this realm.' },
    PURGED: { description: 'Events behind it are no longer kept (12 months): begin anew, and read `accounts` once.' },
  } satisfies Record<(typeof cursorReasons)[number], object>,
})

const CursorRefused = builder.objectRef<CursorFacts>('CursorRefused').implement({
  description: 'Nothing goes on from this cursor.',
  interfaces: [Refusal],
  fields: (t) => ({ reason: t.expose('reason', { type: CursorReason, description: 'Why.' }) }),
})

const EventsResult = builder.unionType('EventsResult', {
  description: 'What `events` answers.',
  types: [EventPage, CursorRefused],
  resolveType: ({ __typename }) => __typename,
})

builder.queryField('events', (t) =>
  t.field({
    type: EventsResult,
    nullable: true,
    authScopes: { readEvents: true },
    unauthorizedResolver: () => null,
    description:
      'What happened to the accounts of the key’s agencies, each once and in one order: within about a second of its happening, for 12 months. For partners whose key has the scope READ_EVENTS; null for everybody else.',
    args: {
      after: t.arg.string({
        required: false,
        description: 'The `cursor` of the page before; null: from the beginning.',
      }),
      first: t.arg.int({ required: false, description: `How many, ${greatestPage} at most; null: 100.` }),
    },
    resolve: (_root, { after, first }, { deps, caller: { realm, key } }) => {
      const reader = { realm, partnerId: key?.partnerId ?? '', agencyIds: key?.agencyIds ?? [] }
      const size = Math.min(Math.max(first ?? 100, 1), greatestPage)
      return readEvents(deps, reader, { after: after ?? null, first: size })
    },
  }),
)
