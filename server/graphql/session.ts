import { type BrowserKind, browserKinds, type DeviceKind, deviceKinds } from '../domain/device.ts'
import { type SessionsEnded as Ended, endSession } from '../flows/end-session.ts'
import type { Session as StoredSession } from '../generated/prisma/client.ts'
import { builder } from './builder.ts'
import { orBusy } from './busy.ts'
import { forFlows } from './for-flows.ts'
import { Busy, NotSignedIn, onEveryMutation } from './refusals.ts'

const described = <Kind extends string>(kinds: readonly Kind[], descriptions: Record<Kind, string>) =>
  Object.fromEntries(kinds.map((kind) => [kind, { description: descriptions[kind] }])) as Record<
    Kind,
    { description: string }
  >

const Device = builder.enumType('Device', {
  description: 'The kind of device a session was opened on, as its browser says.',
  values: described(deviceKinds, {
    ANDROID_PHONE: 'A telephone with Android.',
    ANDROID_TABLET: 'A tablet with Android.',
    IPHONE: 'An iPhone.',
    IPAD: 'An iPad.',
    WINDOWS: 'A computer with Windows.',
    MAC: 'A Mac.',
    LINUX: 'A computer with Linux or ChromeOS.',
    OTHER: 'Anything else, a program for instance.',
  }),
})

const Browser = builder.enumType('Browser', {
  description: 'The browser a session was opened with, as it says itself.',
  values: described(browserKinds, {
    CHROME: 'Chrome or Chromium.',
    FIREFOX: 'Firefox.',
    SAFARI: 'Safari.',
    EDGE: 'Edge.',
    SAMSUNG: 'Samsung Internet.',
    OTHER: 'Anything else, a program for instance.',
  }),
})

const kindOf = <Kind extends string>(kinds: readonly Kind[], stored: string, otherwise: Kind): Kind =>
  kinds.find((kind) => kind === stored) ?? otherwise

export const Session = builder
  .objectRef<StoredSession & { current: boolean; partner: string | null }>('Session')
  .implement({
    description: 'An open session of an account that shares the password.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Opaque; what `endSession` takes.' }),
      current: t.exposeBoolean('current', { description: 'True: the session that asks.' }),
      device: t.field({
        type: Device,
        description: 'On what.',
        resolve: ({ device }): DeviceKind => kindOf(deviceKinds, device, 'OTHER'),
      }),
      browser: t.field({
        type: Browser,
        description: 'With what.',
        resolve: ({ browser }): BrowserKind => kindOf(browserKinds, browser, 'OTHER'),
      }),
      network: t.exposeString('network', {
        description: 'The network it was opened from: an IPv4 address or an IPv6 /64.',
      }),
      partner: t.exposeString('partner', {
        nullable: true,
        description: 'The name of the partner through whose portal it was opened. Null: on our own site.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
      lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    }),
  })

const SessionsEnded = builder.objectRef<Ended>('SessionsEnded').implement({
  description: 'The sessions are over.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many ended; 0: they were over already.' }),
    emailChangeEnded: t.exposeBoolean('emailChangeEnded', {
      description: 'True: a change of e-mail was under way and ended too; what was signed out may have begun it.',
    }),
  }),
})

builder.mutationField('endSession', (t) =>
  t.field({
    ...forFlows,
    type: builder.unionType('EndSessionResult', {
      description: 'What `endSession` answers.',
      types: [SessionsEnded, NotSignedIn, Busy, ...onEveryMutation],
      resolveType: ({ __typename }) => __typename,
    }),
    description: 'Ends one of `me { sessions }`, or all but the caller’s. For the session’s owner.',
    args: {
      input: t.arg({
        description: 'Which session.',
        type: builder.inputType('EndSessionInput', {
          description: 'Which session.',
          fields: (f) => ({
            session: f.id({ required: false, description: 'The one to end; null: all but the caller’s.' }),
          }),
        }),
      }),
    },
    resolve: async (_root, { input }, context) =>
      orBusy(async () =>
        endSession(context.deps, await context.session(), { sessionId: input.session ?? null }, context.caller),
      ),
  }),
)
